import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { contractChangeStamp, toSubscription } from './mapping-contracts.ts';
import { Id, Reference, Text, Time } from './raw.ts';
import { searchRead } from './search.ts';
import { rejectRecord, STAMPS, type StreamQuery } from './stream.ts';
import { readSubscriptionContext } from './subscription-context.ts';
import { beginsIn, endsIn, subscriptionIds } from './subscription-part.ts';

/** OCA's `contract`: what a customer gets by the period is a contract with lines, each with a rhythm of its own. */
const query: StreamQuery = {
  model: 'contract.contract',
  module: [{ model: 'contract.contract', needed: ['contract_line_ids'], optional: [] }],
  needed: ['name', 'active', 'partner_id', 'company_id', 'contract_type', ...STAMPS],
  optional: ['code', 'recurring_next_date', 'date_end', 'is_terminated', 'terminate_date', 'currency_id', 'contract_template_id'],
  // The same model holds what suppliers are paid.
  filter: [['contract_type', '=', 'sale']],
  isSharable: true,
  changed: (when) =>
    anyOf(
      changedFrom('write_date', when.from),
      changedFrom('contract_line_ids.write_date', when.from),
      beginsIn('contract_line_ids.date_start', when),
      endsIn('contract_line_ids.date_end', when),
      endsIn('terminate_date', when),
    ),
  unsettled: [],
  changeStampFields: ['write_date', 'active', 'partner_id', 'is_terminated', 'terminate_date'],
};

const CONTRACT_LINES: WantedFields = {
  model: 'contract.line',
  needed: ['contract_id', 'name', 'price_subtotal', 'recurring_rule_type', 'recurring_interval', 'date_start', 'date_end', 'write_date'],
  // The last one with `product_contract`.
  optional: ['display_type', 'is_canceled', 'is_auto_renew', 'sale_order_line_id'],
};

const RawContract = z.object({
  id: Id,
  name: Text,
  code: Text,
  active: z.boolean(),
  partner_id: Reference,
  company_id: Reference,
  currency_id: Reference,
  recurring_next_date: Text,
  is_terminated: z.boolean().optional().default(false),
  terminate_date: Text,
  contract_template_id: Reference,
  create_date: Time,
  write_date: Time,
});
export type RawContract = z.output<typeof RawContract>;

const RawContractLine = z.object({
  id: Id,
  contract_id: Id,
  name: Text,
  display_type: Text,
  price_subtotal: z.number(),
  recurring_rule_type: Text,
  recurring_interval: z.number().int(),
  date_start: Text,
  date_end: Text,
  is_canceled: z.boolean().optional().default(false),
  is_auto_renew: z.boolean().optional().default(false),
  sale_order_line_id: Reference,
  write_date: Time,
});
export type RawContractLine = z.output<typeof RawContractLine>;

const RawChangeStamp = rowsOf(
  RawContract.pick({ id: true, write_date: true, active: true, partner_id: true, is_terminated: true, terminate_date: true }),
);
const RawStampedLine = RawContractLine.pick({
  ...{ id: true, contract_id: true, display_type: true, date_start: true, date_end: true },
  ...{ is_canceled: true, is_auto_renew: true, write_date: true },
});
export type RawStampedLine = z.output<typeof RawStampedLine>;

const IDS = subscriptionIds('contract');
export const contracts = IDS.part({ query, translate, readChangeStamps });

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawContract, rows, IDS.rejectRow);
  const { parsed } = read;
  const lines = await readLines(connection, parsed, signal);
  const all = [...lines.values()].flat();
  const [named, orders, invoices] = await Promise.all([
    readSubscriptionContext(connection, { rows: parsed, plans: {} }, signal),
    readOrdersOfLines(connection, all, signal),
    readUnpaidInvoices(connection, all, signal),
    connection.references.contractTemplates.ensure(
      parsed.map(({ contract_template_id }) => contract_template_id),
      signal,
    ),
  ]);
  return translateRows(
    read,
    ({ id }, field) => rejectRecord({ id: IDS.toId(id) }, field),
    (raw) => [toSubscription(raw, { ...named, id: IDS.toId(raw.id), orders, invoices, lines: lines.get(raw.id) ?? [] })],
  );
}

async function readLines(
  { client, fields }: Connection,
  contracts: readonly { id: number }[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawContractLine[]>> {
  if (contracts.length === 0) return new Map();
  const names = await fields.available(CONTRACT_LINES, signal);
  const domain = [['contract_id', 'in', contracts.map(({ id }) => id)]] as const;
  const rows = await searchRead(client, { model: CONTRACT_LINES.model, domain, fields: names }, signal);
  return Map.groupBy(rowsOf(RawContractLine).parse(rows), ({ contract_id }) => contract_id);
}

const RawOrderOfLine = rowsOf(z.object({ id: Id, order_id: Id }));

/** Line of an order → the order. */
async function readOrdersOfLines(
  { client }: Connection,
  lines: readonly RawContractLine[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const ids = [...new Set(lines.flatMap(({ sale_order_line_id }) => sale_order_line_id ?? []))];
  if (ids.length === 0) return new Map();
  const search = { model: 'sale.order.line', domain: [['id', 'in', ids]] as const, fields: ['order_id'] };
  return new Map(RawOrderOfLine.parse(await searchRead(client, search, signal)).map(({ id, order_id }) => [id, order_id]));
}

const INVOICE_LINES: WantedFields = { model: 'account.move.line', needed: ['move_id'], optional: ['contract_line_id'] };
const RawInvoiceLine = rowsOf(z.object({ id: Id, contract_line_id: Id, move_id: Id }));

/**
 * Line of a contract → its invoices, which are found by their lines alone. Those that are paid are many, and say nothing. Drafts may be
 * posted days later, which touches no contract.
 */
async function readUnpaidInvoices(
  { client, fields }: Connection,
  lines: readonly RawContractLine[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number[]>> {
  if (lines.length === 0) return new Map();
  const names = await fields.available(INVOICE_LINES, signal);
  if (!names.includes('contract_line_id')) return new Map();
  const domain = [
    ['contract_line_id', 'in', lines.map(({ id }) => id)],
    ['parent_state', 'in', ['draft', 'posted']],
    ['move_id.payment_state', 'in', ['not_paid', 'partial', 'in_payment']],
  ] as const;
  const rows = RawInvoiceLine.parse(await searchRead(client, { model: INVOICE_LINES.model, domain, fields: names }, signal));
  const byLine = Map.groupBy(rows, ({ contract_line_id }) => contract_line_id);
  return new Map([...byLine].map(([line, found]) => [line, found.map(({ move_id }) => move_id)]));
}

async function readChangeStamps(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<[string, string][]> {
  const contracts = RawChangeStamp.parse(rows);
  if (contracts.length === 0) return [];
  const { client, fields } = connection;
  const names = (await fields.available(CONTRACT_LINES, signal)).filter((name) => name in RawStampedLine.shape);
  const domain = [['contract_id', 'in', contracts.map(({ id }) => id)]] as const;
  const lines = rowsOf(RawStampedLine).parse(await searchRead(client, { model: CONTRACT_LINES.model, domain, fields: names }, signal));
  const byContract = Map.groupBy(lines, ({ contract_id }) => contract_id);
  const today = todayOf(connection);
  return contracts.map((raw) => [IDS.toId(raw.id), contractChangeStamp(raw, byContract.get(raw.id) ?? [], today)]);
}
