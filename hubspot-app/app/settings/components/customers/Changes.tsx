import { useCallback, useState } from 'react';
import { Button, Checkbox, Flex, Heading, Link, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { FieldChange } from '../../api/customers.ts';
import { changeText, cutValue } from '../../common/change-text.ts';
import { useSides, useStep, type Offered, type Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';
import { PagedTable } from '../PagedTable.tsx';
import { ChangeFilters, filterOf, NO_FILTER } from './ChangeFilters.tsx';
import { UndoMany } from './UndoMany.tsx';

interface Props {
  connectionId: string;
  name: string;
  view: Offered;
}

/** What became of the fields of all records, the newest first; what can be taken back or frozen is, there, as on the record's own card. */
export function Changes({ connectionId, name, view }: Props) {
  const { api, t, timeZone } = useSettings();
  const [shown, setShown] = useState(NO_FILTER);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Counts what was done to many, after which the list is another one.
  const [done, setDone] = useState(0);
  const { day, editedBy } = shown;
  const load = useCallback(
    (page: number) => api.fieldChanges(connectionId, page, filterOf({ day, editedBy }, timeZone)),
    [api, connectionId, day, editedBy, timeZone],
  );
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  const isFiltered = day !== '' || editedBy !== null;
  const show = (filter: typeof NO_FILTER) => {
    setShown(filter);
    setChosen(new Set());
  };
  const changed = () => {
    setChosen(new Set());
    setDone(done + 1);
  };
  const filters = <ChangeFilters shown={shown} show={show} />;
  const all = { filter: filterOf(shown, timeZone), upTo: null };
  const tools = (
    <Flex direction="column" gap="sm">
      {filters}
      {chosen.size > 0 && <UndoMany connectionId={connectionId} of={{ changeIds: [...chosen] }} changed={changed} />}
      {chosen.size === 0 && isFiltered && <UndoMany key={`${day} ${editedBy}`} connectionId={connectionId} of={all} changed={changed} />}
    </Flex>
  );
  const nothing = (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.changes')}</Heading>
      {filters}
      <Text>{t('customers.changes.none')}</Text>
    </Flex>
  );
  const choose = (id: string, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  return (
    <PagedTable
      key={`${day} ${editedBy} ${done}`}
      load={load}
      tools={() => tools}
      none={isFiltered ? nothing : null}
      rowsOf={({ changes }) => changes}
      keyOf={({ id }) => id}
      title={t('customers.changes')}
      text={t('customers.changes.text')}
      columns={[t('customers.column.record'), t('customers.column.outcome')]}
    >
      {(change, again) => (
        <Row
          {...{ change, connectionId, name, changed: again }}
          sides={sides[change.objectType]}
          isChosen={chosen.has(change.id)}
          choose={(isChosen) => choose(change.id, isChosen)}
        />
      )}
    </PagedTable>
  );
}

interface RowProps {
  change: FieldChange;
  connectionId: string;
  name: string;
  sides: Sides;
  changed: () => Promise<unknown>;
  isChosen: boolean;
  choose: (isChosen: boolean) => void;
}

function Row({ change, connectionId, name, sides, changed, isChosen, choose }: RowProps) {
  const words = useSettings();
  const { t, explain } = words;
  const { property, url, customerName, undoRefused } = change;
  const label = sides.labelOfProperty(property);
  return (
    <TableRow>
      <TableCell>
        <Link href={{ url, external: true }}>{customerName}</Link>
        {change.canUndo && (
          <Checkbox name={`choose-${change.id}`} checked={isChosen} onChange={choose} testId={`choose-${change.id}`}>
            {t('customers.change.choose')}
          </Checkbox>
        )}
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
