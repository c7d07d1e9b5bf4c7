import type { B1Client } from './client.ts';
import { ascending, inGroups, oneOf, rangeOf } from '../shared/odata-query.ts';
import type { ReadLines } from './lines.ts';
import type { DocumentNumber, Numbering } from './numbering.ts';
import { RawBase, RawOrder, type RawLine } from './raw.ts';
import { DELIVERY, ORDER } from './document-sets.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';

/** The numbers of the orders that lines come from, directly or by way of a delivery. */
export interface OrderNumbers {
  numbersOf(lines: readonly RawLine[], signal: AbortSignal): Promise<Map<number, DocumentNumber[]>>;
}

const MOST_KEPT = 50_000;
/** Orders of one page of invoices lie close together. */
const RANGE = 500;

export function createOrderNumbers(client: B1Client, readLines: ReadLines, numbering: Numbering): OrderNumbers {
  const numbers = new Map<number, DocumentNumber>();

  async function learn(entries: readonly number[], signal: AbortSignal): Promise<void> {
    // Neither the number of an order nor its entry ever changes.
    if (numbers.size > MOST_KEPT) numbers.clear();
    const missing = [...new Set(entries)].filter((entry) => !numbers.has(entry));
    for (const group of inGroups(ascending(missing), RANGE)) {
      const range = rangeOf('DocEntry', group);
      for (const filter of range === null ? inGroups(group).map((some) => oneOf('DocEntry', some)) : [range]) {
        const { rows } = await client.page('Orders', { select: fieldsOf(RawOrder), filter }, 2 * RANGE, signal);
        const numberOf = await numbering.numbersIn(rows, signal);
        for (const order of readableRows(RawOrder, rows)) numbers.set(order.DocEntry, numberOf(order));
      }
    }
  }

  async function ordersOfDeliveries(lines: readonly RawLine[], signal: AbortSignal): Promise<Map<number, number[]>> {
    const orders = new Map<number, number[]>();
    const entries = [...new Set(basedOn(lines, DELIVERY))];
    const rows = await readLines({ set: 'DeliveryNotes', entries, select: fieldsOf(RawBase) }, signal);
    for (const { DocEntry, BaseType, BaseEntry } of readableRows(RawBase, rows)) {
      if (BaseType === ORDER && BaseEntry) orders.set(DocEntry, [...(orders.get(DocEntry) ?? []), BaseEntry]);
    }
    return orders;
  }

  return {
    async numbersOf(lines, signal) {
      const delivered = await ordersOfDeliveries(lines, signal);
      const found = new Map<number, Set<number>>();
      for (const line of lines) {
        const entries = line.BaseType === DELIVERY ? (delivered.get(line.BaseEntry ?? 0) ?? []) : basedOn([line], ORDER);
        if (entries.length > 0) found.set(line.DocEntry, new Set([...(found.get(line.DocEntry) ?? []), ...entries]));
      }
      await learn(
        [...found.values()].flatMap((entries) => [...entries]),
        signal,
      );
      return new Map([...found].map(([entry, orders]) => [entry, [...orders].flatMap((order) => numbers.get(order) ?? [])]));
    },
  };
}

const basedOn = (lines: readonly RawLine[], type: number): number[] =>
  lines.flatMap(({ BaseType, BaseEntry }) => (BaseType === type && BaseEntry ? [BaseEntry] : []));
