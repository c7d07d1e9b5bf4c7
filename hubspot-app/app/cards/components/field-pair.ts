import type { FieldConflict, FieldPair } from '../api/customers.ts';
import type { Translate } from '../common/translate.ts';
import type { Key } from '../i18n/en.ts';
import type { StatusLook } from './status.ts';

interface Words {
  t: Translate<Key>;
  /** The ERP of the link. */
  name: string;
}

/** How the fields of a link stand, the worst first. */
export function pairLook(pair: FieldPair, conflicts: FieldConflict[], { t, name }: Words): StatusLook {
  if (pair.isFrozen) return { variant: 'default', hollow: true, text: t('fields.allFrozen', { name }) };
  const toDecide = conflictsOf(pair, conflicts);
  if (toDecide.length > 0 && toDecide.every(({ isFromBefore }) => isFromBefore))
    return { variant: 'info', text: t('fields.differ', { count: toDecide.length, name }) };
  if (toDecide.length > 0) return { variant: 'warning', text: t('fields.toDecide', { count: toDecide.length, name }) };
  if (pair.refused.length > 0) return { variant: 'warning', text: t('fields.notTaken', { count: pair.refused.length, name }) };
  if (pair.isDue) return { variant: 'info', text: t('fields.due', { name }) };
  if (pair.waits.length > 0) return { variant: 'info', text: t('fields.waiting', { count: pair.waits.length, name }) };
  const inStep = t('fields.inStep', { count: pair.properties.length - pair.frozen.length, name });
  const frozen = pair.frozen.length > 0 ? `, ${t('fields.frozen', { count: pair.frozen.length })}` : '';
  return { variant: 'success', text: `${inStep}${frozen}` };
}

type Place = Pick<FieldPair, 'connectionId' | 'customerId'>;

export const pairOf = (pairs: FieldPair[], { connectionId, customerId }: Place): FieldPair | undefined =>
  pairs.find((pair) => pair.connectionId === connectionId && pair.customerId === customerId);

type FieldState = 'frozen' | 'toDecide' | 'refused' | 'waits' | 'kept';

export function fieldState(pair: FieldPair, conflicts: FieldConflict[], property: string): FieldState {
  if (pair.isFrozen || pair.frozen.includes(property)) return 'frozen';
  if (conflictsOf(pair, conflicts).some((conflict) => conflict.property === property)) return 'toDecide';
  const isIn = (list: FieldPair['refused']) => list.some((one) => one.property === property);
  return isIn(pair.refused) ? 'refused' : isIn(pair.waits) ? 'waits' : 'kept';
}

const conflictsOf = (pair: Place, conflicts: FieldConflict[]): FieldConflict[] =>
  conflicts.filter(({ connectionId, customerId }) => connectionId === pair.connectionId && customerId === pair.customerId);
