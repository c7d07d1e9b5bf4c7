import { Button, Flex, Link, StatusTag, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { OrderCommandView } from '../../api/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

interface Props {
  command: OrderCommandView;
  /** Null: there is only one. */
  erp: string | null;
  isBusy: boolean;
  retry: () => void;
}

const LOOK = {
  planned: 'info',
  waiting: 'warning',
  sending: 'info',
  unknown: 'warning',
  done: 'success',
  rejected: 'danger',
  cancelled: 'default',
} as const;

/** One thing asked of an ERP for a deal: what, who asked and when; what the ERP said, and what next. */
export function OrderCommandRow({ command, erp, isBusy, retry }: Props) {
  const { t, explain, format } = useSettings();
  const { key, name, state, reasons, canRetry, dealName, dealId, url, askedBy, askedAt } = command;
  const moment = format.moment(askedAt);
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Link href={{ url, external: true }}>{dealName ?? t('review.noName', { recordId: dealId })}</Link>
          <Text variant="microcopy">{[t(`orders.command.${name}`), erp].filter(Boolean).join(' · ')}</Text>
          <Text variant="microcopy">
            {askedBy.kind === 'person'
              ? t('customers.asked.person', { name: askedBy.name ?? t('customers.somebody'), moment })
              : t(askedBy.kind === 'rule' ? 'orders.asked.rule' : 'customers.asked.workflow', { moment })}
          </Text>
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs" align="start">
          <StatusTag variant={LOOK[state]} hollow={state === 'cancelled'}>
            {t(`orders.commandState.${state}`)}
          </StatusTag>
          <Made command={command} />
          <Decided command={command} />
          {reasons.map((reason, index) => {
            const { what, todo } = explain(reason);
            return (
              <Flex key={index} direction="column" gap="flush">
                <Text>{what}</Text>
                <Text variant="microcopy">{todo}</Text>
              </Flex>
            );
          })}
          {canRetry && (
            <Button size="xs" disabled={isBusy} onClick={retry} testId={`retry-${key}`}>
              {t('problems.retry')}
            </Button>
          )}
        </Flex>
      </TableCell>
    </TableRow>
  );
}

/** Who agreed to it, or did not, and when. */
function Decided({ command: { decisions } }: Pick<Props, 'command'>) {
  const { t, format } = useSettings();
  return (
    <>
      {decisions.map(({ what, by, at }) => (
        <Text key={what} variant="microcopy">
          {t(`orders.decided.${what}`, { by: by ?? t('customers.somebody'), at: format.moment(at) })}
        </Text>
      ))}
    </>
  );
}

function Made({ command: { made, endedAt } }: Pick<Props, 'command'>) {
  const { t, format } = useSettings();
  if (!made) return null;
  const name = made.number ?? t('orders.noNumber');
  return (
    <Flex direction="row" gap="xs" align="baseline" wrap>
      {made.url ? <Link href={{ url: made.url, external: true }}>{name}</Link> : <Text>{name}</Text>}
      {endedAt !== null && <Text variant="microcopy">{format.moment(endedAt)}</Text>}
    </Flex>
  );
}
