import { Button, Flex, ProgressBar, Text } from '@hubspot/ui-extensions';
import type { CustomerRunView } from '../../api/customers.ts';
import { useStep } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert, NoticeAlert } from '../Notices.tsx';

interface Props {
  connectionId: string;
  run: CustomerRunView;
  kind: 'dry' | 'apply';
  changed: () => Promise<unknown>;
}

const ANSWERS = { running: ['pause', 'cancel'], paused: ['resume', 'cancel'], done: [], cancelled: [], failed: [] } as const;

/** How far it is, with pause, resume and cancel. */
export function RunProgress({ connectionId, run, kind, changed }: Props) {
  const { t, api, format } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { state, done, total } = run;
  const ended = run.endedAt === null ? '' : format.moment(run.endedAt);
  const counted = total === null ? t('customers.run.counting', { count: done }) : t('customers.ofTotal', { done, total });
  return (
    <Flex direction="column" gap="sm">
      {(state === 'running' || state === 'paused') && total !== null && (
        <ProgressBar
          title={t(`customers.run.${kind}.${state}`)}
          aria-label={counted}
          value={done}
          maxValue={Math.max(total, 1)}
          valueDescription={counted}
          {...(state === 'paused' ? { variant: 'warning' as const } : {})}
        />
      )}
      {(state === 'running' || state === 'paused') && total === null && <Text>{counted}</Text>}
      {(state === 'done' || state === 'cancelled' || state === 'failed') && (
        <Text variant="microcopy">{t(`customers.run.${kind}.${state}`, { moment: ended, done, total: total ?? done })}</Text>
      )}
      {run.trouble && <NoticeAlert notice={run.trouble} variant={state === 'failed' ? 'danger' : 'warning'} />}
      <FailureAlert failure={failure} />
      {ANSWERS[state].length > 0 && (
        <Flex direction="row" gap="sm" wrap>
          {ANSWERS[state].map((answer) => (
            <Button
              key={answer}
              size="xs"
              disabled={isRunning}
              onClick={() => void step(() => api.controlRun(connectionId, answer))}
              testId={`${answer}-${kind}-${connectionId}`}
            >
              {t(`customers.run.${answer}`)}
            </Button>
          ))}
        </Flex>
      )}
    </Flex>
  );
}
