import { z } from 'zod';
import { parseRows, translateRows } from '../shared/translate-rows.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf } from './domain.ts';
import { orderChangeStamp, toOrder } from './mapping-orders.ts';
import { ORDER_LINES, readOrderDetails, type RawOrderLine } from './order-details.ts';
import { readOrganisations } from './organisations.ts';
import { Id, Ids, OrderStateName, Reference, Text, Time } from './raw.ts';
import { makingServices } from './services.ts';
import { countingSubscriptions } from './sold-subscriptions.ts';
import { mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type OdooStream, type StreamQuery } from './stream.ts';

/** A reservation moves what is to leave, and neither the order nor its lines. */
const MOVED = ['picking_ids.write_date', 'order_line.move_ids.write_date'];

const query: StreamQuery = {
  model: 'sale.order',
  module: [ORDER_LINES],
  needed: ['name', 'state', 'partner_id', 'company_id', 'currency_id', 'amount_untaxed', 'amount_tax', 'amount_total', ...STAMPS],
  optional: [
    'date_order',
    'commitment_date',
    'client_order_ref',
    'invoice_ids',
    'invoice_status',
    // With the module for stock.
    'delivery_status',
    'picking_ids',
    // Enterprise.
    'is_subscription',
  ],
  filter: [],
  isSharable: false,
  changed: ({ from, has }) =>
    anyOf(...['write_date', 'order_line.write_date', ...(has('picking_ids') ? MOVED : [])].map((field) => changedFrom(field, from))),
  unsettled: anyOf(
    [['state', 'in', ['draft', 'sent']]],
    [
      ['state', 'in', ['sale', 'done']],
      ['invoice_status', 'not in', ['invoiced', 'no']],
    ],
  ),
  changeStampFields: ['write_date', 'state', 'partner_id', 'amount_total', 'invoice_status', 'delivery_status'],
};

const RawOrder = z.object({
  id: Id,
  name: Text,
  state: OrderStateName,
  partner_id: Reference,
  company_id: Reference,
  currency_id: Id,
  amount_untaxed: z.number(),
  amount_tax: z.number(),
  amount_total: z.number(),
  date_order: Text,
  commitment_date: Text,
  client_order_ref: Text,
  invoice_ids: Ids,
  invoice_status: Text,
  delivery_status: Text,
  is_subscription: z.boolean().optional().default(false),
  create_date: Time,
  write_date: Time,
});
export type RawOrder = z.output<typeof RawOrder>;

const RawChangeStamp = rowsOf(
  RawOrder.pick({
    id: true,
    write_date: true,
    state: true,
    partner_id: true,
    amount_total: true,
    invoice_status: true,
    delivery_status: true,
  }),
);

export const orders: OdooStream<'orders'> = {
  support: { ...SUPPORT, translationVersion: 4 },
  parts: [
    mainPart<'orders'>({
      query,
      translate,
      readChangeStamps: async (_connection, rows) => RawChangeStamp.parse(rows).map((raw) => [raw.id, orderChangeStamp(raw)]),
    }),
  ],
  // Off until somebody wants it.
  checked: [],
  hintRules: () => [
    { model: 'sale.order', watched: ['state', 'amount_total', 'invoice_status', 'partner_id'], filter: '[]', sent: 'write_date' },
    { model: 'stock.picking', watched: ['state'], filter: "[('sale_id','!=',False)]", sent: 'sale_id' },
  ],
};

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const { references } = connection;
  const read = await parseRows(RawOrder, rows, rejectRow());
  const { parsed } = read;
  const [details, organisations] = await Promise.all([
    readOrderDetails(
      connection,
      parsed.map(({ id }) => id),
      signal,
    ),
    readOrganisations(connection, parsed, signal),
  ]);
  const lines = [...details.lines.values()].flat();
  await references.currencies.ensure(
    parsed.map(({ currency_id }) => currency_id),
    signal,
  );
  await references.products.ensure(
    lines.map(({ product_id }) => product_id),
    signal,
  );
  await references.taxes.ensure(
    lines.flatMap(({ tax_ids, tax_id }) => [...tax_ids, ...tax_id]),
    signal,
  );
  await references.units.ensure(
    lines.map(({ product_uom_id, product_uom }) => product_uom_id ?? product_uom),
    signal,
  );
  const productsOf = (sold: readonly RawOrderLine[]): number[] => sold.flatMap(({ product_id }) => product_id ?? []);
  const services = await makingServices(connection, productsOf(lines), signal);
  const byCompany = Map.groupBy(parsed, ({ company_id }) => company_id);
  const sold = [...byCompany].map(
    ([company, orders]) => [company, productsOf(orders.flatMap(({ id }) => details.lines.get(id) ?? []))] as const,
  );
  const countSubscriptions = await countingSubscriptions(connection, new Map(sold), signal);
  return translateRows(read, rejectRecord, (raw) => [toOrder(raw, { references, organisations, details, services, countSubscriptions })]);
}
