import { mayWriteTo } from './approval.ts';
import type { Finding } from './convert-value.ts';
import { isSame, type FieldOrder, type FieldState, type Side } from './field-state.ts';
import type { StoredCustomerRules } from './rules.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';

export interface StoredChange {
  objectType: CustomerObjectType;
  property: string;
  field: string;
  writtenTo: Side | 'nobody';
  before: string | null;
  after: string | null;
  undoneAt: Date | null;
}

interface KeptPair {
  fields: Readonly<Record<string, FieldState>>;
  orders: Readonly<Record<string, FieldOrder>>;
}

/** A change can be taken back once, while the rules still write there and nobody has written over it. */
export function isUndoable(
  { objectType, property, field, writtenTo, before, after, undoneAt }: StoredChange,
  pair: KeptPair | undefined,
  rules: Pick<StoredCustomerRules, 'live' | 'writes'> | undefined,
): boolean {
  if (writtenTo === 'nobody' || undoneAt !== null || isSame(before, after) || !pair || !rules?.live) return false;
  const mapped = rules.live[objectType].mapping.find((line) => line.property === property && line.field === field);
  const isApproved = mayWriteTo(writtenTo, rules.writes, { objectType, property, field });
  const state = pair.fields[property];
  const isFree = pair.orders[property] === undefined && state?.field === field && !state.sending;
  const isWritten = mapped?.direction === 'both' || mapped?.direction === (writtenTo === 'erp' ? 'to_erp' : 'to_hubspot');
  return Boolean(isWritten && isApproved && isFree && state.base && isSame(state.base[writtenTo], after));
}

export const NOT_UNDOABLE: Finding = { code: 'field.not_undoable', params: {} };
