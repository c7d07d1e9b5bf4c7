import { useCallback, useState } from 'react';
import { Accordion, Button, Checkbox, Flex, Heading, Link, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { FieldChange } from '../../api/customers.ts';
import { changeText, cutValue } from '../../common/change-text.ts';
import { groupByField } from '../../common/group-by-field.ts';
import { countsOf, useSides, useStep, type Offered, type Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { breakable } from '../breakable.ts';
import { Confirmed } from '../Confirmed.tsx';
import { FailureAlert } from '../Notices.tsx';
import { PagedTable } from '../PagedTable.tsx';
import { ChangeFilters, filterOf, NO_FILTER } from './ChangeFilters.tsx';
import { useUndoSentences } from './undo-words.ts';
import { UndoMany } from './UndoMany.tsx';

interface Props {
  connectionId: string;
  name: string;
  view: Offered;
}

/** What became of the fields of all records, a row for each field; what can be taken back or frozen is, there, as on the record's own card. */
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
  const nextOf = useUndoSentences(view.live, name);
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
      {chosen.size > 0 && <UndoMany connectionId={connectionId} group={{ changeIds: [...chosen] }} changed={changed} />}
      {chosen.size === 0 && isFiltered && <UndoMany key={`${day} ${editedBy}`} connectionId={connectionId} group={all} changed={changed} />}
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
      counts={countsOf(view)}
      tools={() => tools}
      none={isFiltered ? nothing : null}
      rowsOf={({ changes }) => groupByField(changes, fieldOf)}
      keyOf={({ newest }) => newest.id}
      title={t('customers.changes')}
      text={t('customers.changes.text')}
      columns={[t('customers.column.record'), t('customers.column.change')]}
    >
      {(field, again) => (
        <Row {...{ ...field, connectionId, name, nextOf, chosen, choose, changed: again }} sides={sides[field.newest.objectType]} />
      )}
    </PagedTable>
  );
}

/** Of a customer that belonged to another record once, too. */
const fieldOf = ({ objectType, customerId, url, property }: FieldChange): string => `${objectType} ${customerId} ${url} ${property}`;

interface FieldProps {
  connectionId: string;
  name: string;
  sides: Sides;
  /** What follows when a change is taken back. */
  nextOf: (change: FieldChange) => string[];
  chosen: ReadonlySet<string>;
  choose: (id: string, isChosen: boolean) => void;
  changed: () => Promise<unknown>;
}

/** The last change of a field, with those before it folded below. */
function Row({ newest, earlier, ...field }: FieldProps & { newest: FieldChange; earlier: FieldChange[] }) {
  const { t } = useSettings();
  return (
    <TableRow>
      <TableCell>
        <Link href={{ url: newest.url, external: true }}>{breakable(newest.customerName)}</Link>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Change change={newest} canFreeze {...field} />
          {earlier.length > 0 && (
            <Accordion title={t('customers.changes.earlier', { count: earlier.length })} size="xs">
              <Flex direction="column" gap="sm">
                {earlier.map((change) => (
                  <Change key={change.id} change={change} {...field} />
                ))}
              </Flex>
            </Accordion>
          )}
        </Flex>
      </TableCell>
    </TableRow>
  );
}

interface ChangeProps extends FieldProps {
  change: FieldChange;
  /** A field is frozen as a whole, whatever became of it. */
  canFreeze?: boolean;
}

function Change({ change, connectionId, name, sides, nextOf, chosen, choose, changed, canFreeze = false }: ChangeProps) {
  const words = useSettings();
  const { t, explain } = words;
  const { id, property, undoRefused, canUndo } = change;
  const label = sides.labelOfProperty(property);
  const values = shownValues(change, sides, t);
  return (
    <Flex direction="column" gap="flush">
      <Text>{breakable(changeText(change, { label, name, values }, words))}</Text>
      {undoRefused && <Text variant="microcopy">{t('customers.change.notUndone', { what: explain(undoRefused).what })}</Text>}
      {canUndo && (
        <Checkbox name={`choose-${id}`} checked={chosen.has(id)} onChange={(isChosen) => choose(id, isChosen)} testId={`choose-${id}`}>
          {t('customers.change.choose')}
        </Checkbox>
      )}
      <Answers {...{ change, connectionId, nextOf, label, before: values.before, changed, canFreeze }} />
    </Flex>
  );
}

type AnswersProps = Pick<ChangeProps, 'change' | 'connectionId' | 'nextOf' | 'changed' | 'canFreeze'> & { label: string; before: string };

function Answers({ change, connectionId, nextOf, label, before, changed, canFreeze }: AnswersProps) {
  const { t, api } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { id, objectType, customerId, property, writtenTo, canUndo, isFrozen } = change;
  const does = isFrozen ? 'goOn' : 'freeze';
  const setFrozen = (isOn: boolean) => api.freezeField({ connectionId, objectType, customerId, property, isFrozen: isOn });
  // What is frozen is put back all the same, and nothing comes in between.
  const undoAndFreeze = async () => {
    await setFrozen(true);
    await api.undoChange(connectionId, id);
  };
  return (
    <>
      <Flex direction="row" gap="sm" wrap>
        {canUndo && (
          <Confirmed
            id={`undo-${id}`}
            label={t('customers.change.undo')}
            title={t('customers.change.undo.title', { label })}
            sentences={[t(`customers.change.undo.${writtenTo === 'erp' ? 'erp' : 'hubspot'}`, { value: before }), ...nextOf(change)]}
            variant="primary"
            isQuiet
            disabled={isRunning}
            act={() => api.undoChange(connectionId, id)}
            success={t('customers.change.undone', { label })}
            {...(isFrozen === false && {
              also: { label: t('undo.andFreeze'), act: undoAndFreeze, success: t('undo.andFreeze.done', { label }) },
            })}
            changed={changed}
          />
        )}
        {canFreeze && isFrozen !== null && (
          <Button
            size="xs"
            variant="transparent"
            disabled={isRunning}
            onClick={() => void step(() => setFrozen(!isFrozen), t(`customers.change.${does}.done`, { label }))}
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
