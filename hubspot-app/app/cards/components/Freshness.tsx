import { Alert, Flex, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import type { Connection } from '../api/types.ts';
import { useCard } from '../hooks/useCard.tsx';
import type { Refresh } from '../hooks/useRecord.ts';
import { FailedLine } from './Failed.tsx';

/** "As of", never hidden, and the button that asks the ERP now. */
export function Freshness({ connections, refresh }: { connections: Connection[]; refresh: Refresh }) {
  const { t, format } = useCard();
  const isRunning = refresh.phase === 'running';
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" align="center" justify="between" gap="sm" wrap>
        <Flex direction="row" align="center" gap="sm" wrap>
          {connections.map((connection) => (
            <AsOf key={connection.id} connection={connection} isOnly={connections.length === 1} />
          ))}
        </Flex>
        <LoadingButton size="xs" loading={isRunning} onClick={() => void refresh.start()} testId="refresh">
          {isRunning ? t('refresh.running') : t('refresh')}
        </LoadingButton>
      </Flex>
      {connections.every(({ trouble }) => trouble === null) && <Text variant="microcopy">{t('asOf.source')}</Text>}
      {refresh.waiting.map(({ name, until }) => (
        <Text key={name} variant="microcopy">
          {t('refresh.waiting', { name, time: format.moment(until) })}
        </Text>
      ))}
      {refresh.phase === 'late' && <Text variant="microcopy">{t('refresh.late')}</Text>}
      {refresh.failure && <FailedLine failure={refresh.failure} />}
    </Flex>
  );
}

export function AsOf({ connection: { id, name, asOf, trouble }, isOnly }: { connection: Connection; isOnly: boolean }) {
  const { t, format } = useCard();
  const time = asOf === null ? '' : format.moment(asOf);
  const age = trouble ? 'asOf.old' : 'asOf';
  return (
    <StatusTag variant={trouble ? 'warning' : 'success'} testId={isOnly ? 'as-of' : `as-of-${id}`}>
      {asOf === null ? t('asOf.never', { name }) : t(isOnly ? `${age}.one` : `${age}.named`, { name, time })}
    </StatusTag>
  );
}

/** Last known figures stay; the sentence says since when, and that nothing is lost. */
export function Troubles({ connections }: { connections: Connection[] }) {
  const { t, format, since, explain } = useCard();
  return (
    <>
      {connections.map(({ id, name, asOf, trouble }) => {
        if (!trouble) return null;
        const facts = { name, since: since(trouble.since), asOf: asOf === null ? '' : format.moment(asOf) };
        if (!trouble.isAdministratorNeeded) {
          return (
            <Alert key={id} title={t('trouble.unreachable', facts)} variant="warning">
              {t(asOf === null ? 'trouble.unreachable.never' : 'trouble.unreachable.text', facts)}
            </Alert>
          );
        }
        return (
          <Alert key={id} title={t('trouble.paused', facts)} variant="warning">
            {explain({ code: trouble.code, params: {} }).what} {t('trouble.paused.text', facts)}
          </Alert>
        );
      })}
    </>
  );
}
