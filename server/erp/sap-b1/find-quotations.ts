import { z } from 'zod';
import type { OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { agreedId, DRAFTS, QUOTATIONS, type AgreedSet } from './agreed-documents.ts';
import type { Connection } from './connection.ts';
import { ifRefused } from './errors.ts';
import { rowsWithKey, type KeyedSet } from './key-field.ts';
import { orders } from './orders.ts';
import { stateOf } from './order-state.ts';
import { KEY_FIELD } from './partner-keys.ts';
import { DayText, Id } from './raw.ts';
import { allOf } from '../shared/odata-query.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';

const RawMade = z.object({ DocEntry: Id, CreationDate: DayText });
const RawKeyed = RawMade.extend({ [KEY_FIELD]: z.string() });

const KEYED: readonly (KeyedSet & { agreed: AgreedSet })[] = [
  { agreed: QUOTATIONS, set: 'Quotations', table: 'OQUT', key: 'DocEntry' },
  // An order copied from one carries its key, too.
  { agreed: DRAFTS, set: 'Drafts', table: 'ODRF', key: 'DocEntry', filter: allOf(DRAFTS.filter, `DocObjectCode eq 'oQuotations'`) },
];

/** The quotations that carry these keys, those among them that wait for approval as drafts; oldest first. */
export async function findQuotations(
  connection: Connection,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ErpRecordId[]>> {
  const found: { key: string; id: ErpRecordId; madeOn: string }[] = [];
  for (const keyed of KEYED) {
    const read = rowsWithKey(connection, keyed, { keys, select: fieldsOf(RawMade) }, signal);
    const { rows, hasMore } = await (keyed.agreed.isOptional ? read.catch(ifRefused({ rows: [], hasMore: false })) : read);
    // Of one so many were copied that those of another may have been left out.
    if (keys.length > 1 && hasMore) return oneByOne(connection, keys, signal);
    for (const row of rowsOf(RawKeyed).parse(rows)) {
      const key = keys.find((one) => one.toUpperCase() === row[KEY_FIELD].toUpperCase());
      if (key !== undefined) found.push({ key, id: agreedId(keyed.agreed, row.DocEntry), madeOn: row.CreationDate ?? '' });
    }
  }
  found.sort((a, b) => a.madeOn.localeCompare(b.madeOn));
  return new Map([...Map.groupBy(found, ({ key }) => key)].map(([key, made]) => [key, made.map(({ id }) => id)]));
}

async function oneByOne(connection: Connection, keys: readonly string[], signal: AbortSignal): Promise<Map<string, ErpRecordId[]>> {
  const found = new Map<string, ErpRecordId[]>();
  for (const key of keys) for (const [, ids] of await findQuotations(connection, [key], signal)) found.set(key, ids);
  return found;
}

/** The same as they stand. */
export async function findOrders(connection: Connection, keys: readonly string[], signal: AbortSignal): Promise<Map<string, OrderState[]>> {
  const found = await findQuotations(connection, keys, signal);
  const { records } = await orders.readByIds(connection, [...found.values()].flat(), signal);
  const states = new Map(records.map((order) => [order.id, stateOf(order, true)]));
  return new Map([...found].map(([key, ids]) => [key, ids.flatMap((id) => states.get(id) ?? [])]));
}
