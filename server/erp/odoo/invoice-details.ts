import { z } from 'zod';
import type { OdooClient } from './client.ts';
import { anyOf, type Domain, type Leaf } from './domain.ts';
import type { AvailableFields, WantedFields } from './fields.ts';
import { RawLine, RawNestedPartial, RawPartial, RawSide, type RawMove } from './raw.ts';
import { searchRead } from './search.ts';
import { rowsOf } from '../shared/rows.ts';

/** What belongs to invoices but stands in other records. */
export interface InvoiceDetails {
  lines: Map<number, RawLine[]>;
  /** What is settled with the invoice, whichever side it stands on. */
  settlements: Map<number, Settlement[]>;
}

export interface Settlement {
  /** In the invoice's currency. */
  amount: number;
  /** The other side. */
  by: RawSide;
  on: string | null;
  at: string;
}

export const LINES: WantedFields = {
  model: 'account.move.line',
  needed: ['move_id', 'display_type', 'name', 'quantity', 'price_unit', 'price_subtotal', 'amount_currency', 'amount_residual_currency'],
  optional: ['sequence', 'product_id', 'tax_ids', 'date_maturity'],
};
const SIDE_FIELDS = ['move_id', 'move_name', 'move_type', 'payment_id', 'statement_line_id', 'name'];
const PARTIAL_FIELDS = ['debit_amount_currency', 'credit_amount_currency', 'max_date', 'create_date'];
export const PARTIALS: WantedFields = {
  model: 'account.partial.reconcile',
  needed: ['debit_move_id', 'credit_move_id', ...PARTIAL_FIELDS],
  optional: [],
};

/** Sections, notes and the lines of taxes are left out; `payment_term` are the receivable lines, one per instalment. */
const SHOWN = ['product', 'payment_term'];
/** Since 17 one call answers records with those they point to. */
const FIRST_NESTED = 17;

export async function readInvoiceDetails(
  { client, fields }: { client: OdooClient; fields: AvailableFields },
  moves: readonly RawMove[],
  signal: AbortSignal,
): Promise<InvoiceDetails> {
  if (moves.length === 0) return { lines: new Map(), settlements: new Map() };
  const names = await fields.available(LINES, signal);
  const { version } = await client.server(signal);
  const ids = moves.map(({ id }) => id);
  const ofMoves: readonly Leaf[] = [
    ['move_id', 'in', ids],
    ['display_type', 'in', SHOWN],
  ];
  if (version >= FIRST_NESTED) {
    const [lines, partials] = await Promise.all([
      searchRead(client, { model: LINES.model, domain: ofMoves, fields: names }, signal),
      readNestedPartials(client, moves, signal),
    ]);
    return { lines: linesByMove(lines), settlements: settlementsByMove(ids, partials) };
  }
  const rows = await searchRead(client, { model: PARTIALS.model, domain: touching(moves), fields: PARTIALS.needed }, signal);
  const partials = rowsOf(RawPartial).parse(rows);
  const sides = partials.flatMap(({ debit_move_id, credit_move_id }) => [debit_move_id, credit_move_id]);
  const domain = anyOf(ofMoves, [['id', 'in', sides]]);
  const lines = await searchRead(client, { model: LINES.model, domain, fields: [...new Set([...names, ...SIDE_FIELDS])] }, signal);
  return { lines: linesByMove(lines), settlements: settlementsByMove(ids, joinSides(partials, lines)) };
}

/** Invoices stand on the debit side of a reconciliation, credit notes on the credit side. */
function touching(moves: readonly RawMove[]): Domain {
  const notes = moves.filter(({ move_type }) => move_type === 'out_refund').map(({ id }) => id);
  const invoices = moves.filter(({ move_type }) => move_type !== 'out_refund').map(({ id }) => id);
  const debit = ['debit_move_id.move_id', 'in', invoices] as const;
  const credit = ['credit_move_id.move_id', 'in', notes] as const;
  if (notes.length === 0) return [debit];
  return invoices.length === 0 ? [credit] : anyOf([debit], [credit]);
}

async function readNestedPartials(client: OdooClient, moves: readonly RawMove[], signal: AbortSignal): Promise<RawNestedPartial[]> {
  const side = { fields: Object.fromEntries(SIDE_FIELDS.map((name) => [name, {}])) };
  const specification = { ...Object.fromEntries(PARTIAL_FIELDS.map((name) => [name, {}])), debit_move_id: side, credit_move_id: side };
  const answer = await client.call(PARTIALS.model, 'web_search_read', { domain: touching(moves), specification, order: 'id asc' }, signal);
  return z.object({ records: rowsOf(RawNestedPartial) }).parse(answer).records;
}

function joinSides(partials: readonly z.output<typeof RawPartial>[], lines: readonly unknown[]): RawNestedPartial[] {
  const sides = new Map(
    z
      .array(RawSide)
      .parse(lines)
      .map((side) => [side.id, side]),
  );
  return partials.flatMap(({ debit_move_id, credit_move_id, ...rest }) => {
    const [debit, credit] = [sides.get(debit_move_id), sides.get(credit_move_id)];
    return debit && credit ? [{ ...rest, debit_move_id: debit, credit_move_id: credit }] : [];
  });
}

function linesByMove(rows: readonly unknown[]): Map<number, RawLine[]> {
  const byMove = new Map<number, RawLine[]>();
  for (const line of rowsOf(RawLine).parse(rows)) push(byMove, line.move_id, line);
  return byMove;
}

function settlementsByMove(ids: readonly number[], partials: readonly RawNestedPartial[]): Map<number, Settlement[]> {
  const wanted = new Set(ids);
  const byMove = new Map<number, Settlement[]>();
  for (const { debit_move_id: debit, credit_move_id: credit, max_date: on, create_date: at, ...amounts } of partials) {
    if (wanted.has(debit.move_id)) push(byMove, debit.move_id, { amount: amounts.debit_amount_currency, by: credit, on, at });
    if (wanted.has(credit.move_id)) push(byMove, credit.move_id, { amount: amounts.credit_amount_currency, by: debit, on, at });
  }
  return byMove;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
