import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { Decision } from '../api/endpoints.ts';
import type { ConnectionView } from '../api/types.ts';
import { dayAndTime } from '../hooks/days.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert, NoticeAlert } from './Notices.tsx';
import { Pause } from './Pause.tsx';

interface Props {
  connection: ConnectionView;
  changed: () => void;
}

const ABOUT_IDENTITY = ['connection.swapped', 'connection.restored'];

/** Paused until a person says whether this is still the same ERP: resuming alone is no answer. */
export const asksWhichErp = ({ paused }: ConnectionView): boolean => paused !== null && ABOUT_IDENTITY.includes(paused.code);

/** How much waits that only a person can answer, and that nothing goes on without. */
export const countQuestions = (connection: ConnectionView): number =>
  Number(asksWhichErp(connection)) + connection.streams.filter(({ heldRemoval }) => heldRemoval !== null).length;

/** What only a person can know: is this still the same ERP, were vanished rows deleted, and is our user not to see others. */
export function Decisions({ connection, changed }: Props) {
  const { t, api, format } = useSettings();
  const { run, isRunning, failure } = useAction();
  const decide = async (decision: Decision) => {
    if (await run(() => api.decide(decision), t('done'))) changed();
  };
  const connectionId = connection.id;
  const isSwapped = asksWhichErp(connection);
  return (
    <>
      {isSwapped && connection.paused && (
        <NoticeAlert notice={connection.paused}>
          <Text>{t('swapped.startOver.text')}</Text>
          <Flex direction="row" gap="sm" wrap>
            <Button disabled={isRunning} onClick={() => void decide({ connectionId, about: 'swapped', answer: 'same' })} testId="same">
              {t('swapped.same')}
            </Button>
            <Button
              variant="destructive"
              disabled={isRunning}
              onClick={() => void decide({ connectionId, about: 'swapped', answer: 'start_over' })}
              testId="start-over"
            >
              {t('swapped.startOver')}
            </Button>
          </Flex>
        </NoticeAlert>
      )}
      {connection.paused && !isSwapped && (
        <NoticeAlert notice={connection.paused}>
          <Flex>
            <Pause connection={connection} changed={changed} />
          </Flex>
        </NoticeAlert>
      )}
      {connection.streams.map(({ stream, heldRemoval }) => {
        if (!heldRemoval) return null;
        const { count, of, since } = heldRemoval;
        const facts = { stream: t(`stream.${stream}`), count, of, since: dayAndTime(format, since) };
        return (
          <Alert key={stream} title={t('held.title', { count })} variant="warning">
            <Flex direction="column" gap="sm">
              <Text>{t('held.text', facts)}</Text>
              <Flex direction="row" gap="sm" wrap>
                <Button
                  disabled={isRunning}
                  onClick={() => void decide({ connectionId, about: 'held_removal', stream, answer: 'keep' })}
                  testId="keep"
                >
                  {t('held.keep')}
                </Button>
                <Button
                  variant="destructive"
                  disabled={isRunning}
                  onClick={() => void decide({ connectionId, about: 'held_removal', stream, answer: 'drop' })}
                  testId="drop"
                >
                  {t('held.drop')}
                </Button>
              </Flex>
            </Flex>
          </Alert>
        );
      })}
      {connection.streams.map(({ stream, hidden }) => {
        if (!hidden) return null;
        const facts = { stream: t(`stream.${stream}`), since: dayAndTime(format, hidden.since) };
        return (
          <Alert key={stream} title={t('hidden.title', { count: hidden.count })} variant="warning">
            <Flex direction="column" gap="sm" align="start">
              <Text>{t('hidden.text', facts)}</Text>
              <Button
                variant="destructive"
                disabled={isRunning}
                onClick={() => void decide({ connectionId, about: 'hidden', stream, answer: 'drop' })}
                testId="drop-hidden"
              >
                {t('hidden.drop')}
              </Button>
            </Flex>
          </Alert>
        );
      })}
      <FailureAlert failure={failure} />
    </>
  );
}
