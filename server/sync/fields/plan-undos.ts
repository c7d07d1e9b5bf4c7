import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { isSame, type FieldOrder, type FieldState, type Side } from './field-state.ts';
import type { StoredCustomerRules } from './rules.ts';
import { isUndoable, type StoredChange } from './undoable.ts';

interface Link {
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  recordId: RecordId;
}

export interface GroupChange extends StoredChange, Link {
  id: string;
}

export interface GroupPair extends Link {
  fields: Record<string, FieldState>;
  orders: Record<string, FieldOrder>;
}

export interface PlannedUndos {
  orders: (Link & Pick<GroupPair, 'orders'>)[];
  /** Ids of changes. */
  taken: string[];
  refused: string[];
}

interface By {
  rules: Pick<StoredCustomerRules, 'live' | 'writes'> | undefined;
  userId: number | null;
}

/** Which of these changes, given the newest first, can be taken back, and what their pairs are told. */
export function planUndos(changes: readonly GroupChange[], pairs: readonly GroupPair[], { rules, userId }: By): PlannedUndos {
  const kept = new Map(pairs.map((pair) => [keyOf(pair), pair]));
  const planned: PlannedUndos = { orders: [], taken: [], refused: [] };
  for (const [key, ofLink] of Map.groupBy(changes, keyOf)) {
    const pair = kept.get(key);
    const orders: Record<string, FieldOrder> = {};
    for (const ofField of Map.groupBy(ofLink, ({ property }) => property).values()) {
      const { chain, others } = splitChain(ofField, pair, rules);
      planned.taken.push(...chain.map(({ id }) => id));
      planned.refused.push(...others.map(({ id }) => id));
      if (chain[0]) orders[chain[0].property] = restoring(chain, userId);
    }
    if (pair && Object.keys(orders).length > 0)
      planned.orders.push({ objectType: pair.objectType, customerId: pair.customerId, recordId: pair.recordId, orders });
  }
  return planned;
}

const keyOf = ({ objectType, customerId, recordId }: Link): string => `${objectType} ${customerId} ${recordId}`;

/** What one write takes back: a change that can be, and those before it that led to it on the same side. */
function splitChain(
  ofField: readonly GroupChange[],
  pair: GroupPair | undefined,
  rules: By['rules'],
): { chain: GroupChange[]; others: GroupChange[] } {
  const chain: GroupChange[] = [];
  const others: GroupChange[] = [];
  for (const change of ofField) {
    const later = chain.at(-1);
    const isNext = later ? leadsTo(change, later) : isUndoable(change, pair, rules);
    (isNext ? chain : others).push(change);
  }
  // They led back to where they began: there is nothing to write.
  const isCircle = chain.length > 1 && isSame(chain[0]!.after, chain.at(-1)!.before);
  return isCircle ? { chain: [], others: [...ofField] } : { chain, others };
}

const leadsTo = (earlier: GroupChange, later: GroupChange): boolean =>
  earlier.undoneAt === null &&
  earlier.writtenTo === later.writtenTo &&
  earlier.field === later.field &&
  isSame(earlier.after, later.before);

function restoring(chain: readonly GroupChange[], userId: number | null): FieldOrder {
  const [newest, ...earlier] = chain;
  const value = chain.at(-1)!.before;
  const to = newest!.writtenTo as Side;
  return { kind: 'restore', to, value, changeId: newest!.id, alsoChangeIds: earlier.map(({ id }) => id), userId };
}
