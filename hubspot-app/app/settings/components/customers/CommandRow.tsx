import { Button, Flex, Link, StatusTag, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { CommandView } from '../../api/commands.ts';
import type { Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

interface Props {
  command: CommandView;
  sides: Sides;
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

/** One customer to be made: who asked and when; what the ERP said, and what next. */
export function CommandRow({ command, sides, isBusy, retry }: Props) {
  const { t, explain } = useSettings();
  const { key, state, reason, canRetry, recordName, recordId, url, objectType } = command;
  const words = reason && explain(reason);
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Link href={{ url, external: true }}>{recordName ?? t('review.noName', { recordId })}</Link>
          <Text variant="microcopy">{t(`object.${objectType}`)}</Text>
          <Asked command={command} sides={sides} />
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs" align="start">
          <StatusTag variant={LOOK[state]} hollow={state === 'cancelled'}>
            {t(`customers.command.${state}`)}
          </StatusTag>
          <Made command={command} />
          {words && <Text>{words.what}</Text>}
          {words && <Text variant="microcopy">{words.todo}</Text>}
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

function Asked({ command: { askedBy, askedAt }, sides }: Pick<Props, 'command' | 'sides'>) {
  const { t, format } = useSettings();
  const moment = format.moment(askedAt);
  if (askedBy.kind === 'rule') {
    const property = sides.labelOfProperty(askedBy.property);
    return <Text variant="microcopy">{t('customers.asked.rule', { property, moment })}</Text>;
  }
  if (askedBy.kind === 'workflow') return <Text variant="microcopy">{t('customers.asked.workflow', { moment })}</Text>;
  return <Text variant="microcopy">{t('customers.asked.person', { name: askedBy.name ?? t('customers.somebody'), moment })}</Text>;
}

function Made({ command: { made, endedAt } }: Pick<Props, 'command'>) {
  const { t, format } = useSettings();
  if (!made) return null;
  const name = made.number ?? t('customers.madeId', { id: made.id });
  return (
    <Flex direction="row" gap="xs" align="baseline" wrap>
      {made.url ? <Link href={{ url: made.url, external: true }}>{name}</Link> : <Text>{name}</Text>}
      {endedAt !== null && <Text variant="microcopy">{format.moment(endedAt)}</Text>}
    </Flex>
  );
}
