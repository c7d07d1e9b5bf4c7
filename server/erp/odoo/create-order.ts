import { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { CommandOrder, NewOrder, NewOrderLine, OrderState } from '../shared/contract.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import { findByExternalId } from './external-ids.ts';
import { loadRecord, type NewRecord, type Refusal } from './load-record.ts';
import { figureText } from './mapping.ts';
import { headVals, lineVals, prepareOrder, type HeadVals, type LineVals, type PreparedOrder } from './new-order.ts';
import { askForOrder } from './order-question.ts';
import { contextOfCompany, readOrderHead, toOrderState } from './order-state.ts';
import { mayNotSell } from './order-refusals.ts';
import { refused } from './refusals.ts';
import { mayUser } from './rights.ts';

const MODEL = 'sale.order';

/** A quotation with its lines, made with `load` like a customer: one of each key, and whole or not at all. */
export async function createOrder(connection: Connection, command: CommandOrder<'createOrder'>, signal: AbortSignal): Promise<OrderState> {
  const made = await makeOrder(connection, command, signal);
  return afterwards(async () => {
    const head = await readOrderHead(connection, erpRecordId(made), signal);
    return toOrderState(connection, { head, isChanged: true }, signal);
  });
}

async function makeOrder(connection: Connection, { key, input }: CommandOrder<'createOrder'>, signal: AbortSignal): Promise<number> {
  try {
    const prepared = await prepareOrder(connection, input, { signal });
    const lines = await alikeLines(connection, prepared, signal);
    const loaded = await loadRecord(connection, toRecord(connection, key, prepared, lines), signal);
    if (typeof loaded !== 'number') throw await asRejected(connection, loaded, signal);
    return loaded;
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    // What would be refused by now may have been made before.
    const other = await findByExternalId(connection, { model: MODEL, key }, signal);
    if (other === null) throw error;
    return other;
  }
}

/**
 * `load` has a table of lines: what one of them says, all have to say. Where some leave something to Odoo and others do not, Odoo is asked first what
 * it would write.
 */
async function alikeLines(connection: Connection, prepared: PreparedOrder, signal: AbortSignal): Promise<LineVals[]> {
  const { lines } = prepared.order;
  const given = lines.map((line) => lineVals(line, prepared));
  if (isAlike(lines, 'unitPrice') && isAlike(lines, 'description')) return given;
  const asked = await askForOrder(connection, prepared, signal);
  return given.map((line, at) => {
    const { name, price_unit, discount } = asked.lines[at]!;
    const price = Number(figureText(price_unit));
    const priced = { price_unit: price, ...(prepared.hasTechnicalPrice && { technical_price_unit: price }), discount };
    // A text that is Odoo's own would be empty where there is none.
    return { ...(name !== null && { name }), ...priced, ...line };
  });
}

const isAlike = (lines: NewOrder['lines'], field: keyof NewOrderLine): boolean =>
  lines.every((line) => line[field] === null) || lines.every((line) => line[field] !== null);

function toRecord({ timeZone }: Connection, key: string, prepared: PreparedOrder, lines: readonly LineVals[]): NewRecord {
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  return {
    model: MODEL,
    key,
    columns: toColumns(headVals(prepared)),
    parts: lines.map((line) => toColumns(Object.fromEntries(names.map((name) => [`order_line/${name}`, line[name] ?? false])))),
    // Until when it is valid Odoo counts from today, by this zone. No column of an order is a time.
    context: { ...contextOfCompany(prepared.company.id), tz: timeZone },
  };
}

const toColumns = (vals: HeadVals): [string, string][] =>
  Object.entries(vals).map(([name, value]) => [name.endsWith('_id') ? `${name}/.id` : name, value === false ? '' : String(value)]);

async function asRejected({ client }: Connection, { message, field }: Refusal, signal: AbortSignal): Promise<RecordRejectedError> {
  if (field !== undefined) return refused(message, [field]);
  const may = await mayUser(client, { model: MODEL, operation: 'create' }, signal);
  return may ? refused(message) : mayNotSell(message);
}
