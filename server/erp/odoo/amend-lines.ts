import { z } from 'zod';
import type { NewOrderLine } from '../shared/contract.ts';
import { compare, round } from '../../shared/decimals.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { figureText } from './mapping.ts';
import { lineVals, priceVals, type LineVals, type PreparedOrder } from './new-order.ts';
import { askForOrder } from './order-question.ts';
import type { OrderHead } from './order-state.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const LINES: WantedFields = {
  model: 'sale.order.line',
  needed: ['product_id', 'name', 'product_uom_qty', 'price_unit'],
  optional: ['sequence', 'discount', 'display_type', 'is_downpayment', 'is_delivery', 'is_expense', 'is_reward_line'],
};
const Flag = z.boolean().optional().default(false);
const RawLine = z.object({
  id: Id,
  product_id: Reference,
  name: Text,
  product_uom_qty: z.number(),
  price_unit: z.number(),
  sequence: z.number().optional().default(0),
  discount: z.number().optional().default(0),
  display_type: Text,
  is_downpayment: Flag,
  is_delivery: Flag,
  is_expense: Flag,
  is_reward_line: Flag,
});
type StandingLine = z.output<typeof RawLine>;

/** The lines that were agreed. What people there add of their own stays: headings, down payments, carriage, expenses, rewards. */
export async function readAmendedLines({ client, fields }: Connection, order: OrderHead, signal: AbortSignal): Promise<StandingLine[]> {
  const names = await fields.available(LINES, signal);
  const search = { model: LINES.model, domain: [['order_id', '=', order.id]] as const, fields: names };
  const rows = rowsOf(RawLine).parse(await searchRead(client, search, signal));
  return rows.filter(isAgreed).sort((a, b) => a.sequence - b.sequence || a.id - b.id);
}

const isAgreed = (line: StandingLine): boolean =>
  line.display_type === null && !line.is_downpayment && !line.is_delivery && !line.is_expense && !line.is_reward_line;

export const sameProduct = ({ product_id }: StandingLine, { productId }: NewOrderLine): boolean => String(product_id) === productId;

type LineCommand = [0, 0, LineVals] | [1, number, LineVals] | [2, number, 0];

interface Amendment {
  prepared: PreparedOrder;
  standing: readonly StandingLine[];
  /** A confirmed order keeps every line it had. */
  mayDelete: boolean;
}

/** Lines are told by their product, several of one by the order in which they stand. */
export async function lineCommands(
  connection: Connection,
  { prepared, standing, mayDelete }: Amendment,
  signal: AbortSignal,
): Promise<LineCommand[]> {
  const wanted = await pricedLines(connection, prepared, signal);
  const digits = await connection.fields.digits(LINES, signal);
  const left = [...standing];
  const kept = wanted.flatMap((line): LineCommand[] => {
    const at = left.findIndex((one) => String(one.product_id) === String(line.product_id));
    const [same] = at < 0 ? [] : left.splice(at, 1);
    if (!same) return [[0, 0, line]];
    const vals = changesOf(same, line, digits);
    return Object.keys(vals).length === 0 ? [] : [[1, same.id, vals]];
  });
  const dropped = left.flatMap((line): LineCommand[] => {
    if (mayDelete) return [[2, line.id, 0]];
    return line.product_uom_qty === 0 ? [] : [[1, line.id, { ...pricedAs(line, prepared), product_uom_qty: 0 }]];
  });
  return [...kept, ...dropped];
}

/** What Odoo is to say is asked, so that it can be compared with what there is. */
async function pricedLines(connection: Connection, prepared: PreparedOrder, signal: AbortSignal): Promise<LineVals[]> {
  const { lines } = prepared.order;
  const given = lines.map((line) => lineVals(line, prepared));
  if (lines.every(({ unitPrice }) => unitPrice !== null)) return given;
  const asked = await askForOrder(connection, prepared, signal);
  return given.map((line, at) => {
    const price = Number(figureText(asked.lines[at]!.price_unit));
    return {
      price_unit: price,
      ...(prepared.hasTechnicalPrice && { technical_price_unit: price }),
      discount: asked.lines[at]!.discount,
      ...line,
    };
  });
}

const FIGURES = ['product_uom_qty', 'price_unit', 'discount'] as const;

/** Figures are compared as they are kept: what has more digits would be written again and again. */
function changesOf(
  standing: StandingLine,
  { product_id: _same, name, ...figures }: LineVals,
  digits: ReadonlyMap<string, number>,
): LineVals {
  const isOther = FIGURES.some((field) => {
    const asked = figureText(Number(figures[field]));
    const kept = digits.get(field);
    return compare(figureText(standing[field]), kept === undefined ? asked : round(asked, kept)) !== 0;
  });
  return { ...(name !== undefined && name !== standing.name && { name }), ...(isOther && figures) };
}

const pricedAs = ({ price_unit, discount }: StandingLine, { hasTechnicalPrice }: PreparedOrder): LineVals =>
  priceVals({ unitPrice: String(price_unit), discount: String(discount) }, hasTechnicalPrice);
