import { useCallback } from 'react';
import { Button, Flex, Link, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { FrozenRecord } from '../../api/frozen.ts';
import { countsOf, useSides, useStep, type Offered, type Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { breakable } from '../breakable.ts';
import { Confirmed } from '../Confirmed.tsx';
import { FailureAlert } from '../Notices.tsx';
import { PagedTable } from '../PagedTable.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

/** Fields and records that people left alone, with the way back for each and for all. */
export function Frozen({ connectionId, view, changed }: Props) {
  const { api, t, actions } = useSettings();
  const load = useCallback((page: number) => api.frozen(connectionId, page), [api, connectionId]);
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  const { frozenRecords, frozenFields, oneWay } = view.counts;
  const counted = [
    ...(frozenRecords > 0 ? [t('frozen.records', { count: frozenRecords })] : []),
    ...(frozenFields > 0 ? [t('frozen.fields', { count: frozenFields })] : []),
  ];
  const ofRules = oneWay > 0 ? ` ${t('frozen.oneWay', { count: oneWay })}` : '';
  const unfreezeAll = async () => {
    const { records } = await api.unfreezeAll(connectionId);
    actions.addAlert({ type: 'success', message: t('frozen.all.done', { count: records }) });
  };
  return (
    <PagedTable
      load={load}
      counts={countsOf(view)}
      rowsOf={({ records }) => records}
      keyOf={({ objectType, customerId }) => `${objectType} ${customerId}`}
      title={t('frozen.title')}
      text={`${t('frozen.text')} ${counted.join(', ')}.${ofRules}`}
      columns={[t('customers.column.record'), t('frozen.column.what')]}
      tools={({ total }) => (
        <Flex>
          <Confirmed
            id={`unfreeze-all-${connectionId}`}
            label={t('frozen.all')}
            title={t('frozen.all.title')}
            sentences={[t('frozen.all.text', { count: total }), t('frozen.all.consequence')]}
            variant="primary"
            isQuiet
            act={unfreezeAll}
            changed={changed}
          />
        </Flex>
      )}
    >
      {(record, again) => (
        <Row {...{ connectionId, record }} sides={sides[record.objectType]} changed={() => Promise.all([again(), changed()])} />
      )}
    </PagedTable>
  );
}

interface RowProps {
  connectionId: string;
  record: FrozenRecord;
  sides: Sides;
  changed: () => Promise<unknown>;
}

function Row({ connectionId, record, sides, changed }: RowProps) {
  const { t, api, format } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { objectType, customerId, customerName, recordId, recordName, url, isWhole, properties, frozenBy } = record;
  const labelled = properties.map((property) => ({ property, label: sides.labelOfProperty(property) }));
  const whole = { property: null, label: t('frozen.whole') };
  const byOf = ({ property }: { property: string | null }): string => {
    const frozen = frozenBy[property ?? '*'];
    return frozen ? t('frozen.by', { who: frozen.by ?? t('change.someone'), moment: format.moment(frozen.at) }) : '';
  };
  const unfreeze = ({ property, label }: { property: string | null; label: string }) =>
    step(
      () => api.freezeField({ connectionId, objectType, customerId, property, isFrozen: false }),
      property === null ? t('frozen.whole.done') : t('customers.change.goOn.done', { label }),
    );
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="flush">
          <Link href={{ url, external: true }}>{breakable(recordName ?? t('review.noName', { recordId }))}</Link>
          <Text variant="microcopy">{t(`object.${objectType}`)}</Text>
          <Text variant="microcopy">{breakable(t('frozen.customer', { name: customerName }))}</Text>
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="md">
          {[...(isWhole ? [whole] : []), ...labelled].map((one) => (
            <Flex key={one.property} direction="row" align="center" gap="xs" wrap>
              <Flex direction="column" gap="flush">
                <Text>{breakable(one.label)}</Text>
                {byOf(one) && <Text variant="microcopy">{breakable(byOf(one))}</Text>}
              </Flex>
              <Button
                size="xs"
                variant="transparent"
                disabled={isRunning}
                onClick={() => void unfreeze(one)}
                testId={`unfreeze-${customerId}-${one.property ?? 'all'}`}
              >
                {t('customers.change.goOn')}
              </Button>
            </Flex>
          ))}
          <FailureAlert failure={failure} />
        </Flex>
      </TableCell>
    </TableRow>
  );
}
