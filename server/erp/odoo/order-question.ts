import { z } from 'zod';
import { asError } from '../../shared/errors.ts';
import { askAboutProducts } from '../shared/refused-question.ts';
import { readableRows, rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { failures, isMissingModule, isRefusal, REFUSED_QUESTIONS } from './errors.ts';
import { headVals, lineVals, type PreparedOrder } from './new-order.ts';
import { mayNotSell } from './order-refusals.ts';
import { contextOfCompany } from './order-state.ts';
import { Id, Text } from './raw.ts';

/** Until then the form takes another description of its fields. */
export const LAST_FLAT = 16;

const RawLine = z.object({
  name: Text,
  product_uom_qty: z.number(),
  price_unit: z.number(),
  discount: z.number().optional().default(0),
  price_subtotal: z.number().optional().default(0),
  tax_ids: z.unknown().optional(),
  tax_id: z.unknown().optional(),
});
type AskedLine = z.output<typeof RawLine>;

const Answer = z.object({
  value: z.object({
    amount_untaxed: z.number().optional().default(0),
    amount_tax: z.number().optional().default(0),
    amount_total: z.number().optional().default(0),
    order_line: z.array(z.unknown()),
  }),
});
/** `[0, "53", {…}]`; others clear what was there. */
const NewLine = z.tuple([z.literal(0), z.union([z.string(), z.number()]), RawLine]);

interface AskedOrder extends Omit<z.output<typeof Answer>['value'], 'order_line'> {
  /** In the order in which they were asked about. */
  lines: AskedLine[];
}

/** What the form of a new order would show: nothing is written. Until 16 only the lines. */
export async function askForOrder(connection: Connection, prepared: PreparedOrder, signal: AbortSignal): Promise<AskedOrder> {
  const { client } = connection;
  const { order, company } = prepared;
  const given = order.lines.map((line, at) => [0, String(at), lineVals(line, prepared)]);
  const values = { ...headVals(prepared), order_line: given };
  const named = { ids: [], values, ...(await describeForm(connection, signal)), context: contextOfCompany(company.id) };
  const asking = askAboutProducts(client.ask('sale.order', 'onchange', named, signal), REFUSED_QUESTIONS);
  const { value } = Answer.parse(await asking.catch(inWordsOfOrders));
  const answered = new Map(readableRows(NewLine, value.order_line).map(([, at, line]) => [Number(at), line]));
  const lines = order.lines.flatMap((_line, at) => answered.get(at) ?? []);
  if (lines.length !== order.lines.length) throw failures.unexpectedAnswer('A line is missing in the form of an order', 'order_line');
  return { ...value, lines };
}

/** Whoever may not read something of it may not sell. */
function inWordsOfOrders(error: unknown): never {
  throw isRefusal(error) || isMissingModule(error) ? mayNotSell(asError(error).message) : error;
}

const HEAD = ['partner_id', 'company_id', 'user_id', 'pricelist_id'];
const LINE = ['product_id', 'product_uom_qty', 'name', 'price_unit', 'discount'];
/** The name of the taxes from 19 on comes first; an unknown one fails the call. */
const LINES: WantedFields = { model: 'sale.order.line', needed: [...LINE, 'price_subtotal'], optional: ['tax_ids', 'tax_id'] };
/** Not the currency: asked for in the same breath, prices are not converted into it. */
const COMPUTED = ['amount_untaxed', 'amount_tax', 'amount_total'];
const each = <T>(names: readonly string[], value: T): Record<string, T> => Object.fromEntries(names.map((name) => [name, value]));

/** Which fields are to be told, in the way of this version. */
async function describeForm({ client, fields }: Connection, signal: AbortSignal): Promise<Record<string, unknown>> {
  const { version } = await client.server(signal);
  const ofLines = LINE.map((name) => `order_line.${name}`);
  if (version <= LAST_FLAT) return { field_name: [], field_onchange: each([...HEAD, 'order_line', ...ofLines], '1') };
  const lines = each(await fields.available(LINES, signal), {});
  return { field_names: [], fields_spec: { ...each([...HEAD, ...COMPUTED], {}), order_line: { fields: lines } } };
}

const Command = z.union([z.tuple([z.literal(4), Id]).rest(z.unknown()), z.tuple([z.literal(6), z.unknown(), z.array(Id)])]);

/** The taxes that a line would have, from the commands that would set them. */
export function taxesIn({ tax_ids, tax_id }: AskedLine): number[] {
  const commands = rowsOf(z.unknown()).safeParse(tax_ids ?? tax_id).data ?? [];
  return readableRows(Command, commands).flatMap((command) => (command[0] === 4 ? [command[1]] : command[2]));
}
