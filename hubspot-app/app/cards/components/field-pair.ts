import type { FieldConflict, FieldPair } from '../api/customers.ts';
import type { Translate } from '../common/translate.ts';
import type { Key } from '../i18n/en.ts';
import type { StatusLook } from './status.ts';

interface Words {
  t: Translate<Key>;
  /** The ERP of the link. */
  name: string;
  canDecide: boolean;
}

interface FieldWords {
  t: Translate<Key>;
  since: (instant: string) => string;
}

/** How the fields of a link stand, the worst of it; what is left alone though all is well, beside that. */
export function pairLooks(pair: FieldPair, conflicts: FieldConflict[], words: Words): StatusLook[] {
  const amiss = amissLook(pair, conflicts, words);
  if (amiss) return [amiss];
  const { t, name } = words;
  const [total, frozen, apart] = [pair.properties.length, pair.frozen.length, pair.differs.length];
  const count = total - frozen - apart;
  return [
    { variant: 'success', text: count === total ? t('fields.inStep', { count, name }) : t('fields.inStep.part', { count, total, name }) },
    ...(frozen > 0 ? [{ variant: 'default', hollow: true, text: t('fields.frozen', { count: frozen }) } as const] : []),
    ...(apart > 0 ? [{ variant: 'default', hollow: true, text: t('fields.leftApart', { count: apart }) } as const] : []),
  ];
}

function amissLook(pair: FieldPair, conflicts: FieldConflict[], { t, name, canDecide }: Words): StatusLook | null {
  if (pair.isFrozen) return { variant: 'default', hollow: true, text: t('fields.allFrozen', { name }) };
  const toDecide = conflictsOf(pair, conflicts);
  if (toDecide.length > 0 && toDecide.every(({ isFromBefore }) => isFromBefore))
    return { variant: 'info', text: t('fields.differ', { count: toDecide.length, name }) };
  if (toDecide.length > 0)
    return { variant: 'warning', text: t(canDecide ? 'fields.toDecide' : 'fields.apart', { count: toDecide.length, name }) };
  if (pair.refused.length > 0) return { variant: 'warning', text: t('fields.notTaken', { count: pair.refused.length, name }) };
  if (pair.isDue) return { variant: 'info', text: t('fields.due', { name }) };
  if (pair.waits.length > 0) return { variant: 'info', text: t('fields.waiting', { count: pair.waits.length, name }) };
  if (pair.differs.some(isByPerson)) return { variant: 'info', text: t('fields.apart', { count: pair.differs.length, name }) };
  if (pair.warnings.length > 0) return { variant: 'warning', text: t('fields.doubtful', { count: pair.warnings.length, name }) };
  return null;
}

const isByPerson = ({ rule }: FieldPair['differs'][number]): boolean => rule === 'undo' || rule === 'person';

type Place = Pick<FieldPair, 'connectionId' | 'customerId'>;

export const pairOf = (pairs: FieldPair[], { connectionId, customerId }: Place): FieldPair | undefined =>
  pairs.find((pair) => pair.connectionId === connectionId && pair.customerId === customerId);

type FieldState = 'frozen' | 'toDecide' | 'refused' | 'waits' | 'apart' | 'kept';

function fieldState(pair: FieldPair, conflicts: FieldConflict[], property: string): FieldState {
  if (pair.isFrozen || pair.frozen.includes(property)) return 'frozen';
  if (conflictsOf(pair, conflicts).some((conflict) => conflict.property === property)) return 'toDecide';
  const isIn = (list: { property: string }[]) => list.some((one) => one.property === property);
  return isIn(pair.refused) ? 'refused' : isIn(pair.waits) ? 'waits' : isIn(pair.differs) ? 'apart' : 'kept';
}

/** How one field stands; of one whose sides differ since when, by whom, and what happens next. */
export function fieldText(pair: FieldPair, conflicts: FieldConflict[], property: string, { t, since }: FieldWords): string {
  const state = fieldState(pair, conflicts, property);
  const apart = pair.differs.find((one) => one.property === property);
  if (state !== 'apart' || !apart) return t(`fieldState.${state === 'apart' ? 'kept' : state}`);
  const who = apart.by ?? t('change.someone');
  const facts = { since: since(apart.since), who };
  const why = apart.rule === 'undo' || apart.rule === 'person' ? apart.rule : 'rule';
  return `${t(`apart.${why}`, facts)} ${t('apart.next')}`;
}

const conflictsOf = (pair: Place, conflicts: FieldConflict[]): FieldConflict[] =>
  conflicts.filter(({ connectionId, customerId }) => connectionId === pair.connectionId && customerId === pair.customerId);
