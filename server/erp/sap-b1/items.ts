import { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import type { ReadPosition } from './cursor.ts';
import { CREATED, UPDATED } from './filters.ts';
import { changeOf, keyAfter, keyOf, rejectBy, type Described } from './stream.ts';
import type { Clock } from './watermarks.ts';
import { allOf, anyOf, oneOf, quoted } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';

/** Products, their prices and their stock are all parts of one entity, whose collections come whole or not at all. */
const ITEMS = 'Items';
export const ITEM_DESCRIBED: Described = { set: ITEMS, type: 'Item', key: 'ItemCode', tables: ['OITM'] };

const UPDATED_CLOCK: Clock = { source: 'updated', set: ITEMS, key: 'ItemCode', fields: UPDATED };
const CREATED_CLOCK: Clock = { source: 'created', set: ITEMS, key: 'ItemCode', fields: CREATED };
export const ITEM_CLOCKS = [UPDATED_CLOCK, CREATED_CLOCK];

export interface ItemFields {
  select: readonly string[];
  filter?: string;
  /** Items on a page. */
  size: number;
}

interface ItemPage {
  rows: unknown[];
  after: string | null;
}

/** By code, after that one. */
export async function itemPage(
  { client }: Connection,
  { select, filter, size }: ItemFields,
  { after, changed = '' }: { after: string; changed?: string },
  signal: AbortSignal,
): Promise<ItemPage> {
  const query = { select, filter: allOf(filter ?? '', changed, keyAfter('ItemCode', after)), orderby: 'ItemCode' };
  const { rows, hasMore } = await client.page(ITEMS, query, size, signal);
  return { rows, after: hasMore ? keyOf(rows, 'ItemCode') : null };
}

/** Items whose own form was changed, or all; null: none was. */
export function changedItems(
  connection: Connection,
  fields: ItemFields,
  position: ReadPosition,
  signal: AbortSignal,
): Promise<ItemPage | null> {
  if (position.phase === 'all') return itemPage(connection, fields, position, signal);
  const changes = ITEM_CLOCKS.flatMap((clock) => changeOf(position, clock) ?? []);
  if (changes.length === 0) return Promise.resolve(null);
  return itemPage(connection, fields, { after: position.after, changed: anyOf(changes) }, signal);
}

/** Those of these codes that there are. */
export async function itemsByCode(
  { client }: Pick<Connection, 'client'>,
  { select, filter }: ItemFields,
  codes: readonly string[],
  signal: AbortSignal,
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const group of inShortGroups([...new Set(codes)])) {
    const query = { select, filter: allOf(filter ?? '', oneOf('ItemCode', group)) };
    found.push(...(await client.page(ITEMS, query, group.length, signal)).rows);
  }
  // A database that takes no notice of case may answer with a neighbour.
  const asked = new Set(codes);
  return found.filter((row) => readableRows(Coded, [row]).every(({ ItemCode }) => asked.has(ItemCode)));
}

const Coded = z.object({ ItemCode: z.string() });

/** Codes have up to 50 characters of any script: so many fit into an address that every proxy takes. */
const ADDRESS_LENGTH = 4_000;
const MOST_AT_ONCE = 80;

function inShortGroups(codes: readonly string[]): string[][] {
  const groups: string[][] = [];
  let left = 0;
  for (const code of codes) {
    const length = encodeURIComponent(` or ItemCode eq ${quoted(code)}`).length;
    const last = groups.at(-1);
    if (!last || length > left || last.length >= MOST_AT_ONCE) {
      groups.push([code]);
      left = ADDRESS_LENGTH - length;
    } else {
      last.push(code);
      left -= length;
    }
  }
  return groups;
}

export const itemId = ({ ItemCode }: Record<string, unknown>): ErpRecordId => erpRecordId(String(ItemCode));
export const rejectItem = rejectBy(itemId);
