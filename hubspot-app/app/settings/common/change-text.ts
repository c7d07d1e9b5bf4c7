import type { FieldChange, FieldEditor } from '../api/customers.ts';
import type { ChangeKey } from './changes.en.ts';
import { unbrokenNumber, type Format } from './format.ts';
import type { Translate } from './translate.ts';

interface Words {
  t: Translate<ChangeKey>;
  format: Pick<Format, 'moment'>;
}
interface Named {
  /** The field, as people know it. */
  label: string;
  /** Its ERP. */
  name: string;
  /** The values within a sentence. */
  values: Record<'before' | 'after' | 'lost', string>;
}
type Change = Pick<FieldChange, 'at' | 'property' | 'by' | 'rule' | 'writtenTo' | 'before' | 'lost' | 'undoneAt' | 'editedBy'>;

/** A change of a field as sentences: what happened, where the other value went, and who edited. */
export function changeText(change: Change, { label, name, values }: Named, { t, format }: Words): string {
  const { at, by, undoneAt, editedBy } = change;
  const facts = { ...values, at: format.moment(at), who: by ?? t('change.someone'), label, name };
  const edit = (editor: FieldEditor) => ({ editor: editorText(editor, t), moment: format.moment(editor.at) });
  const { hubspot, erp } = editedBy;
  const key = happenedKey(change);
  const isNamed = hubspot !== null && key === 'change.moved.erp';
  return [
    isNamed ? t('change.edited.erp', { ...facts, ...edit(hubspot) }) : t(key, facts),
    lostText(change, facts, t),
    hubspot && !isNamed && t('edited.hubspot', edit(hubspot)),
    erp && t('edited.erp', { name, ...edit(erp) }),
    undoneAt && t('change.takenBack', { moment: format.moment(undoneAt) }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Who edited, by name where there is one. */
export const editorText = ({ kind, name }: FieldEditor, t: Translate<ChangeKey>): string => name ?? t(`editor.${kind}`);

function lostText(change: Change, facts: Record<string, string>, t: Words['t']): string | null {
  const { lost, rule, writtenTo } = change;
  if (!lost || isSaid(change)) return null;
  const why = isDecided(rule) ? '' : t(`why.${rule}`, facts);
  return t(why ? `lost.${writtenTo}.why` : `lost.${writtenTo}`, { ...facts, why });
}

function happenedKey({ rule, property, writtenTo, before, lost }: Change): ChangeKey {
  if (rule === 'frozen' || rule === 'released') return property === '*' ? `change.${rule}.whole` : `change.${rule}`;
  if (rule === 'respelled') return 'change.respelled';
  if (rule === 'person') return `change.person.${writtenTo}`;
  if (writtenTo === 'nobody') return rule === 'ask' ? 'change.asked' : 'change.kept';
  if (rule === 'undo') return `change.undone.${writtenTo}`;
  if (!before) return `change.filled.${writtenTo}`;
  // What was put right by a rule: nobody knows that the winner has moved at all.
  return rule !== 'moved' && lost === before ? `change.followed.${writtenTo}` : `change.moved.${writtenTo}`;
}

/** The sentence before names the value already, or a person left both. */
const isSaid = ({ rule, writtenTo, before, lost }: Change): boolean => isDecided(rule) && (lost === before || writtenTo === 'nobody');

const DECIDED = ['person', 'undo', 'moved', 'respelled', 'frozen', 'released'] as const;
const isDecided = (rule: FieldChange['rule']): rule is (typeof DECIDED)[number] => DECIDED.some((one) => one === rule);

const MOST = 60;

/** Values can be pages long. */
export function cutValue(value: string): string {
  const letters = [...value];
  if (letters.length <= MOST) return unbrokenNumber(value);
  const shown = letters.slice(0, MOST - 1).join('');
  return `${shown.trimEnd()}…`;
}
