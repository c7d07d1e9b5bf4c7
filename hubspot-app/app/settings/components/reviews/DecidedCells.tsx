import { Flex, TableCell, Tag, Text } from '@hubspot/ui-extensions';
import type { DecidedRow } from '../../api/decided.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { breakable } from '../breakable.ts';
import { Confirmed } from '../Confirmed.tsx';
import { RecordLink } from './RecordLink.tsx';

interface Props {
  row: DecidedRow;
  changed: () => Promise<unknown>;
}

/** One decision: both sides, what was said, by whom and when, and the way back. */
export function DecidedCells({ row, changed }: Props) {
  const { t } = useSettings();
  const { kind, record, rule, objectType } = row;
  const customer = useCustomerName(row);
  return (
    <>
      <TableCell>
        <Flex direction="column" gap="flush">
          {customer !== null && <Text>{breakable(t('decided.customer', { customer }))}</Text>}
          {record && (
            <Flex direction="row" align="baseline" gap="xs">
              <Text>{t('decided.record')}</Text>
              <RecordLink record={{ ...record, facts: null }} />
            </Flex>
          )}
          <Text variant="microcopy">{t(`object.${objectType}`)}</Text>
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs" align="start">
          <Tag variant={kind === 'linked' && !row.takenBack ? 'success' : 'default'}>
            {t(rule === 'created' ? 'decided.made' : `decided.kind.${kind}`)}
          </Tag>
          <Who row={row} />
          <TakeBack row={row} changed={changed} />
        </Flex>
      </TableCell>
    </>
  );
}

/** Null: it is about no single customer. */
function useCustomerName({ customer }: DecidedRow): string | null {
  const { t } = useSettings();
  if (!customer) return null;
  const { id, name, number } = customer;
  return name === null ? t('decided.gone', { id: number ?? id }) : [name, number].filter(Boolean).join(' · ');
}

function Who({ row: { by, rule, at, takenBack } }: Pick<Props, 'row'>) {
  const { t, format } = useSettings();
  const somebody = t('creations.somebody');
  const moment = at === null ? t('decided.sometime') : format.moment(at);
  const words = by
    ? t('decided.who', { who: by.name ?? somebody, moment })
    : t('decided.who.rule', { rule: t(`rule.${(rule ?? 'key') as 'key'}`), moment });
  if (!takenBack) return <Text variant="microcopy">{words}</Text>;
  const ended = format.moment(takenBack.at);
  return (
    <>
      <Text variant="microcopy">{words}</Text>
      <Text>
        {takenBack.by
          ? t('decided.takenBack', { who: takenBack.by.name ?? somebody, moment: ended })
          : t('decided.takenBack.itself', { moment: ended })}
      </Text>
    </>
  );
}

function TakeBack({ row, changed }: Props) {
  const { t, api } = useSettings();
  const { kind, connectionId, objectType, customer, record, canUndo } = row;
  const name = useCustomerName(row);
  if (!canUndo || !customer || kind === 'not_yet' || kind === 'left') return null;
  const recordId = record?.recordId ?? null;
  const facts = { customer: name ?? '', record: record?.name ?? t('review.noName', { recordId: recordId ?? '' }) };
  return (
    <Confirmed
      id={`take-back-${kind}-${customer.id}-${recordId ?? ''}`}
      label={t('decided.undo')}
      title={t(`decided.kind.${kind}`)}
      sentences={[t(`decided.undo.${kind}`, facts)]}
      variant="primary"
      isQuiet
      act={() => api.undoDecided({ connectionId, kind, objectType, customerId: customer.id, recordId })}
      success={t('decided.undone')}
      changed={changed}
    />
  );
}
