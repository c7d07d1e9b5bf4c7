import { useState } from 'react';
import { Accordion, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { FieldChange } from '../api/customers.ts';
import { changeText } from '../common/change-text.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { CutText, valueWords, type Length } from './CutText.tsx';
import { pairOf } from './field-pair.ts';
import type { FieldsProps } from './Fields.tsx';
import { FreezeButton } from './Freezing.tsx';

const SHOWN_FIRST = 5;

/** What became of the fields, as sentences; what can be taken back is taken back there. Folded while there is something to decide. */
export function FieldHistory(props: FieldsProps) {
  const { t } = useCard();
  const { changes, conflicts } = props.customer;
  const [isWhole, setWhole] = useState(false);
  if (changes.length === 0) return <Text>{t('history.none')}</Text>;
  return (
    <Accordion title={t('history.title')} size="xs" defaultOpen={conflicts.length === 0}>
      <Flex direction="column" gap="sm">
        {changes.slice(0, isWhole ? undefined : SHOWN_FIRST).map((change) => (
          <Change key={change.id} change={change} {...props} />
        ))}
        {!isWhole && changes.length > SHOWN_FIRST && (
          <Flex>
            <Button size="xs" variant="secondary" onClick={() => setWhole(true)} testId="history-more">
              {t('history.more', { count: changes.length - SHOWN_FIRST })}
            </Button>
          </Flex>
        )}
      </Flex>
    </Accordion>
  );
}

function Change({ change, customer, nameOf, labelOf, changed }: FieldsProps & { change: FieldChange }) {
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
  const pair = pairOf(customer.pairs, change);
  const canFreeze = pair && !pair.isFrozen && pair.properties.includes(change.property);
  return (
    <Flex direction="column" gap="flush">
      <CutText short={text('cut')} whole={text('whole')} />
      {change.undoRefused && (
        <Text variant="microcopy">{words.t('history.notUndone', { what: words.explain(change.undoRefused).what })}</Text>
      )}
      {customer.canDecide && (
        <Flex direction="row" gap="sm">
          {change.canUndo && <Undo change={change} label={named.label} changed={changed} />}
          {canFreeze && (
            <FreezeButton pair={pair} property={change.property} label={named.label} changed={changed} testId={`freeze-of-${change.id}`} />
          )}
        </Flex>
      )}
    </Flex>
  );
}

function Undo({ change, label, changed }: { change: FieldChange; label: string; changed: () => void }) {
  const { t, api } = useCard();
  const { run, isRunning } = useAction();
  const undo = async () => {
    await run(() => api.undoChange(change.id), t('history.undone', { label }));
    changed();
  };
  return (
    <Button size="xs" variant="transparent" disabled={isRunning} onClick={() => void undo()} testId={`undo-${change.id}`}>
      {t('history.undo')}
    </Button>
  );
}
