import { useCallback } from 'react';
import { Button, Flex, Link, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { FieldChange } from '../../api/customers.ts';
import { changeText, cutValue } from '../../common/change-text.ts';
import { useSides, useStep, type Offered, type Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import { PagedTable } from '../PagedTable.tsx';

interface Props {
  connectionId: string;
  name: string;
  view: Offered;
}

/** What became of the fields of all records, the newest first; what can be taken back or frozen is, there, as on the record's own card. */
export function Changes({ connectionId, name, view }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.fieldChanges(connectionId, page), [api, connectionId]);
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  return (
    <PagedTable
      load={load}
      rowsOf={({ changes }) => changes}
      keyOf={({ id }) => id}
      title={t('customers.changes')}
      text={t('customers.changes.text')}
      columns={[t('customers.column.record'), t('customers.column.outcome')]}
    >
      {(change, again) => <Row change={change} connectionId={connectionId} name={name} sides={sides[change.objectType]} changed={again} />}
    </PagedTable>
  );
}

interface RowProps {
  change: FieldChange;
  connectionId: string;
  name: string;
  sides: Sides;
  changed: () => Promise<unknown>;
}

function Row({ change, connectionId, name, sides, changed }: RowProps) {
  const words = useSettings();
  const { t, explain } = words;
  const { property, url, customerName, undoRefused } = change;
  const label = sides.labelOfProperty(property);
  return (
    <TableRow>
      <TableCell>
        <Link href={{ url, external: true }}>{customerName}</Link>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="flush">
          <Text>{changeText(change, { label, name, values: shownValues(change, sides, t) }, words)}</Text>
          {undoRefused && <Text variant="microcopy">{t('customers.change.notUndone', { what: explain(undoRefused).what })}</Text>}
          <Answers change={change} connectionId={connectionId} label={label} changed={changed} />
        </Flex>
      </TableCell>
    </TableRow>
  );
}

function Answers({ change, connectionId, label, changed }: Pick<RowProps, 'change' | 'connectionId' | 'changed'> & { label: string }) {
  const { t, api } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { id, objectType, customerId, property, canUndo, isFrozen } = change;
  const does = isFrozen ? 'goOn' : 'freeze';
  const freeze = () => api.freezeField({ connectionId, objectType, customerId, property, isFrozen: !isFrozen });
  return (
    <>
      <Flex direction="row" gap="sm" wrap>
        {canUndo && (
          <Button
            size="xs"
            variant="transparent"
            disabled={isRunning}
            onClick={() => void step(() => api.undoChange(connectionId, id), t('customers.change.undone', { label }))}
            testId={`undo-${id}`}
          >
            {t('customers.change.undo')}
          </Button>
        )}
        {isFrozen !== null && (
          <Button
            size="xs"
            variant="transparent"
            disabled={isRunning}
            onClick={() => void step(freeze, t(`customers.change.${does}.done`, { label }))}
            testId={`freeze-${id}`}
          >
            {t(`customers.change.${does}`)}
          </Button>
        )}
      </Flex>
      <FailureAlert failure={failure} />
    </>
  );
}

/** As people read them on the side where they stood; of values that nobody wrote the side is not known. */
function shownValues(
  { writtenTo, property, field, before, after, lost }: FieldChange,
  sides: Sides,
  t: ReturnType<typeof useSettings>['t'],
) {
  const quoted = (value: string | null): string => (value ? t('value.quoted', { value: cutValue(value) }) : t('value.empty'));
  const written = (value: string | null): string =>
    quoted(writtenTo === 'erp' ? sides.inErp(field, value) : sides.inHubSpot(property, value));
  return { before: written(before), after: written(after), lost: writtenTo === 'nobody' ? quoted(lost) : written(lost) };
}
