import { z } from 'zod';
import type { OrderState } from '../shared/contract.ts';
import { AGREED_FIELDS, DRAFTS, QUOTATIONS, type AgreedSet } from './agreed-documents.ts';
import type { Connection } from './connection.ts';
import { ifRefused } from './errors.ts';
import { rowsWithKey, type KeyedSet } from './key-field.ts';
import { statesIn } from './order-state.ts';
import { KEY_FIELD } from './partner-keys.ts';
import { DayText } from './raw.ts';
import { allOf } from '../shared/odata-query.ts';
import { rowsOf } from '../shared/rows.ts';

const RawKeyed = z.object({ CreationDate: DayText, [KEY_FIELD]: z.string() });
const SELECT = [...AGREED_FIELDS, 'CreationDate'];

interface KeyedDocuments extends KeyedSet {
  agreed: AgreedSet;
}
const KEYED: readonly KeyedDocuments[] = [
  { agreed: QUOTATIONS, set: 'Quotations', table: 'OQUT', key: 'DocEntry' },
  // An order copied from one carries its key, too.
  { agreed: DRAFTS, set: 'Drafts', table: 'ODRF', key: 'DocEntry', filter: allOf(DRAFTS.filter, `DocObjectCode eq 'oQuotations'`) },
];

interface Found {
  key: string;
  state: OrderState;
  madeOn: string;
}

/** The quotations that carry these keys as they stand, those among them that wait for approval as drafts; oldest first. One call for each set. */
export async function findQuotations(
  connection: Connection,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, OrderState[]>> {
  const read = await Promise.all(KEYED.map((keyed) => readKeyed(connection, keyed, keys, signal)));
  // Of one so many were copied that those of another may have been left out.
  if (keys.length > 1 && read.some(({ hasMore }) => hasMore)) return oneByOne(connection, keys, signal);
  const found = read.flatMap((one) => one.found).toSorted((a, b) => a.madeOn.localeCompare(b.madeOn));
  return new Map([...Map.groupBy(found, ({ key }) => key)].map(([key, made]) => [key, made.map(({ state }) => state)]));
}

/** What was made just now: the quotation, or the draft that somebody has to approve. */
export async function findMade(connection: Connection, key: string, signal: AbortSignal): Promise<OrderState | undefined> {
  for (const keyed of KEYED) {
    const { found } = await readKeyed(connection, keyed, [key], signal);
    if (found[0]) return found[0].state;
  }
  return undefined;
}

async function readKeyed(
  connection: Connection,
  keyed: KeyedDocuments,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<{ found: Found[]; hasMore: boolean }> {
  const { agreed } = keyed;
  const read = rowsWithKey(connection, keyed, { keys, select: SELECT }, signal);
  const { rows, hasMore } = await (agreed.isOptional ? read.catch(ifRefused({ rows: [], hasMore: false })) : read);
  const states = await statesIn(connection, agreed, rows, signal);
  const found = rowsOf(RawKeyed)
    .parse(rows)
    .flatMap(({ CreationDate, [KEY_FIELD]: text }, at): Found[] => {
      const key = keys.find((one) => one.toUpperCase() === text.toUpperCase());
      return key === undefined ? [] : [{ key, state: { ...states[at]!, isChanged: true }, madeOn: CreationDate ?? '' }];
    });
  return { found, hasMore };
}

async function oneByOne(connection: Connection, keys: readonly string[], signal: AbortSignal): Promise<Map<string, OrderState[]>> {
  const found = new Map<string, OrderState[]>();
  for (const key of keys) for (const [, states] of await findQuotations(connection, [key], signal)) found.set(key, states);
  return found;
}
