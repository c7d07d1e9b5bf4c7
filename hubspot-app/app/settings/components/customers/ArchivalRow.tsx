import { Button, Flex, Link, StatusTag, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { ArchivalDecision, ArchivalView } from '../../api/archivals.ts';
import { useStep } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';

interface Props {
  connectionId: string;
  archival: ArchivalView;
  /** No rules are live. */
  isOff: boolean;
  changed: () => Promise<unknown>;
}

const LOOK = {
  noticed: 'info',
  held: 'warning',
  asked: 'info',
  done: 'success',
  restoring: 'info',
  rejected: 'danger',
  kept: 'default',
} as const;

/** One customer or record: what happened on the other side, how far it is, and what a person can answer. */
export function ArchivalRow({ connectionId, archival, isOff, changed }: Props) {
  const { t, api, format, explain } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { side, objectType, customerId, state, reason, key } = archival;
  const words = reason && explain(reason);
  const id = `${side}-${objectType}-${customerId}`;
  const decide = (answer: ArchivalDecision['answer'], said: string) =>
    void step(() => api.decideArchivals({ connectionId, side, customers: [{ objectType, customerId }], answer }), said);
  return (
    <TableRow>
      <TableCell>
        <Named archival={archival} />
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs" align="start">
          <StatusTag variant={LOOK[state]}>{t(`archivals.state.${state}`)}</StatusTag>
          {state === 'noticed' && (
            <Text variant="microcopy">
              {t(isOff ? 'archivals.at.off' : archival.unsettled > 0 ? 'archivals.at.noticed.asks' : 'archivals.at.noticed', {
                moment: format.moment(archival.dueAt),
                count: archival.unsettled,
              })}
            </Text>
          )}
          <Ended archival={archival} />
          {words && <Text>{words.what}</Text>}
          {words && <Text variant="microcopy">{words.todo}</Text>}
          <Flex direction="row" gap="sm" wrap>
            {state === 'held' && (
              <Button size="xs" disabled={isRunning} onClick={() => decide('archive', t('archivals.archived'))} testId={`archive-${id}`}>
                {t('archivals.archive')}
              </Button>
            )}
            {state === 'rejected' && key !== null && (
              <Button
                size="xs"
                disabled={isRunning}
                onClick={() => void step(() => api.retryCommands(connectionId, [key]), t('problems.retried'))}
                testId={`retry-${id}`}
              >
                {t('problems.retry')}
              </Button>
            )}
            {(state === 'noticed' || state === 'held' || state === 'rejected') && (
              <Button
                size="xs"
                disabled={isRunning}
                onClick={() => decide('keep', t('archivals.kept', { name: nameOf(archival, t) }))}
                testId={`keep-${id}`}
              >
                {t('archivals.keep')}
              </Button>
            )}
          </Flex>
          <FailureAlert failure={failure} />
        </Flex>
      </TableCell>
    </TableRow>
  );
}

const nameOf = ({ customerId, customerName }: ArchivalView, t: ReturnType<typeof useSettings>['t']): string =>
  customerName ?? t('archivals.customer', { id: customerId });

/** When it was archived, or left in use; and by whose decision. */
function Ended({ archival: { state, endedAt, by } }: { archival: ArchivalView }) {
  const { t, format } = useSettings();
  if (endedAt === null || (state !== 'done' && state !== 'kept')) return null;
  const moment = format.moment(endedAt);
  const name = by ?? (state === 'kept' ? t('customers.somebody') : null);
  return <Text variant="microcopy">{name === null ? moment : t('archivals.decidedBy', { name, moment })}</Text>;
}

function Named({ archival }: { archival: ArchivalView }) {
  const { t, format } = useSettings();
  const { side, objectType, customerUrl, recordUrl, noticedAt } = archival;
  const name = nameOf(archival, t);
  return (
    <Flex direction="column" gap="xs">
      {customerUrl ? <Link href={{ url: customerUrl, external: true }}>{name}</Link> : <Text>{name}</Text>}
      <Text variant="microcopy">{t(`object.${objectType}`)}</Text>
      {side === 'hubspot' && <Link href={{ url: recordUrl, external: true }}>{t('archivals.record')}</Link>}
      <Text variant="microcopy">{t(`archivals.${side}`, { moment: format.moment(noticedAt) })}</Text>
    </Flex>
  );
}
