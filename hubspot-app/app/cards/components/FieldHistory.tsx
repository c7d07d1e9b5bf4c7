import { useState, type ReactNode } from 'react';
import { Accordion, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { FieldChange } from '../api/customers.ts';
import { changeText } from '../common/change-text.ts';
import { groupByField } from '../common/group-by-field.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { Confirmed } from './Confirmed.tsx';
import { CutText, valueWords, type Length } from './CutText.tsx';
import { pairOf } from './field-pair.ts';
import type { FieldsProps } from './Fields.tsx';
import { FreezeButton } from './Freezing.tsx';

const SHOWN_FIRST = 5;

/** What became of each field, as sentences: its last change, with what came before it folded below. Folded while there is something to decide. */
export function FieldHistory(props: FieldsProps) {
  const { t } = useCard();
  const { changes, conflicts } = props.customer;
  const [isWhole, setWhole] = useState(false);
  if (changes.length === 0) return conflicts.length === 0 ? <Text>{t('history.none')}</Text> : null;
  const fields = groupByField(changes, ({ connectionId, customerId, property }) => `${connectionId} ${customerId} ${property}`);
  return (
    <Accordion title={t('history.title')} size="xs" defaultOpen={conflicts.length === 0}>
      <Flex direction="column" gap="sm">
        {fields.slice(0, isWhole ? undefined : SHOWN_FIRST).map(({ newest, earlier }) => (
          <OfField key={newest.id} newest={newest} earlier={earlier} {...props} />
        ))}
        {!isWhole && fields.length > SHOWN_FIRST && (
          <Flex>
            <Button size="xs" variant="secondary" onClick={() => setWhole(true)} testId="history-more">
              {t('history.more', { count: fields.length - SHOWN_FIRST })}
            </Button>
          </Flex>
        )}
      </Flex>
    </Accordion>
  );
}

/** A field is frozen as a whole, whatever became of it; a change is taken back where it stands. */
function OfField({ newest, earlier, ...props }: FieldsProps & { newest: FieldChange; earlier: FieldChange[] }) {
  const { t } = useCard();
  const { customer, labelOf, changed } = props;
  const pair = pairOf(customer.pairs, newest);
  const canFreeze = customer.canDecide && pair && !pair.isFrozen && pair.properties.includes(newest.property);
  return (
    <Flex direction="column" gap="flush">
      <Change change={newest} {...props}>
        {canFreeze && (
          <FreezeButton
            pair={pair}
            property={newest.property}
            label={labelOf(newest.property)}
            changed={changed}
            testId={`freeze-of-${newest.id}`}
          />
        )}
      </Change>
      {earlier.length > 0 && (
        <Accordion title={t('history.earlier', { count: earlier.length })} size="xs">
          <Flex direction="column" gap="xs">
            {earlier.map((change) => (
              <Change key={change.id} change={change} {...props} />
            ))}
          </Flex>
        </Accordion>
      )}
    </Flex>
  );
}

function Change({ change, customer, nameOf, labelOf, changed, children }: FieldsProps & { change: FieldChange; children?: ReactNode }) {
  const words = useCard();
  const named = { label: labelOf(change.property), name: nameOf(change.connectionId) };
  const { quoted } = valueWords(words.t);
  const { before, after, lost } = change;
  const text = (length: Length) =>
    changeText(
      change,
      { ...named, values: { before: quoted(before, length), after: quoted(after, length), lost: quoted(lost, length) } },
      words,
    );
  const canUndo = customer.canDecide && change.canUndo;
  const pair = pairOf(customer.pairs, change);
  const isFrozen = pair !== undefined && (pair.isFrozen || pair.frozen.includes(change.property));
  return (
    <Flex direction="column" gap="flush">
      <CutText short={text('cut')} whole={text('whole')} />
      {change.undoRefused && (
        <Text variant="microcopy">{words.t('history.notUndone', { what: words.explain(change.undoRefused).what })}</Text>
      )}
      {(canUndo || children) && (
        <Flex direction="row" gap="sm">
          {canUndo && <Undo change={change} label={named.label} isFrozen={isFrozen} changed={changed} />}
          {children}
        </Flex>
      )}
    </Flex>
  );
}

interface UndoProps {
  change: FieldChange;
  label: string;
  isFrozen: boolean;
  changed: () => void;
}

/** It writes at once, also to the ERP and to a field that is frozen, so it asks before. */
function Undo({ change, label, isFrozen, changed }: UndoProps) {
  const { t, api } = useCard();
  const { run, isRunning } = useAction();
  const undo = async () => {
    await run(() => api.undoChange(change.id), t('history.undone', { label }));
    changed();
  };
  const value = valueWords(t).quoted(change.before, 'cut');
  const what = t(`history.undo.${change.writtenTo === 'erp' ? 'erp' : 'hubspot'}`, { value });
  return (
    <Confirmed
      id={`undo-${change.id}`}
      label={t('history.undo')}
      title={t('history.undo.title', { label })}
      text={isFrozen ? `${what} ${t('history.undo.frozen')}` : what}
      variant="primary"
      isRunning={isRunning}
      act={undo}
    />
  );
}
