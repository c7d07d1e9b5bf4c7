import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { compare } from '../../shared/decimals.ts';
import type { CommandOrder, Order, OrderState } from '../shared/contract.ts';
import { readableRows, rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { orderKey, orderKeyIn, referenceIn, REFERENCE_FIELD, referenceText } from './order-keys.ts';
import { readSalesHeads, readSalesParts } from './order-records.ts';
import { orderRefusals } from './order-refusals.ts';
import { readDocuments, readMadeOrder, readOrder, requireDocument, stateOf } from './read-order.ts';
import { ORDER, QUOTATION } from './sales-kinds.ts';
import { Key, NeededKey, Text } from './values.ts';
import { outcomeUnknown, recordGone } from './write-errors.ts';

/**
 * Makes an order of a quotation, item by item; prices, discounts and texts come along. What was made of it already is looked for first, and again
 * where the system refuses: an answer may have been lost, or somebody else been faster.
 */
export async function confirmOrder(
  connection: Connection,
  { key, input: { id, net } }: CommandOrder<'confirmOrder'>,
  signal: AbortSignal,
): Promise<OrderState> {
  const { kind, number } = requireDocument(id);
  const before = await readOrder(connection, id, signal);
  if (kind === ORDER) return stateOf(before, false);
  const other = await orderFrom(connection, number, signal);
  if (other) return stateOf(other, false);
  // Somebody has to agree first, and is asked already.
  if (before.status === 'waiting_approval') return stateOf(before, false);
  if (before.status !== 'quotation') throw orderRefusals.notAmendable(before.number ?? id);
  if (net !== undefined && compare(before.untaxed, net) !== 0) throw orderRefusals.changedMeanwhile(before.untaxed);
  const body = await copyOf(connection, { number, key }, signal);
  let answer: unknown;
  try {
    answer = await connection.writer.create(ORDER.service, ORDER.set, body, signal);
  } catch (error) {
    const faster = error instanceof RecordRejectedError ? await orderFrom(connection, number, signal) : undefined;
    if (!faster) throw error;
    return stateOf(faster, false);
  }
  try {
    const made = await readMadeOrder(connection, ORDER, Made.parse(answer).SalesOrder, signal);
    if (made) return stateOf(made, true);
  } catch (cause) {
    throw outcomeUnknown(ORDER.set, { cause });
  }
  throw outcomeUnknown(ORDER.set);
}

const Made = z.object({ SalesOrder: NeededKey });

const RawDrawn = z.object({ SalesOrder: NeededKey, SalesOrderItem: NeededKey, ReferenceSDDocument: Key });

/** The order that was made of it and not called off, the first of several. */
async function orderFrom(connection: Connection, quotation: string, signal: AbortSignal): Promise<Order | undefined> {
  const rows: unknown[] = [];
  const query = { service: ORDER.service, set: ORDER.items, key: [ORDER.number, 'SalesOrderItem'] };
  const select = ['SalesOrder', 'SalesOrderItem', 'ReferenceSDDocument'];
  for (const filter of keyFilters('ReferenceSDDocument', [quotation]))
    rows.push(...(await connection.client.all({ ...query, select, filter }, signal)));
  const drawn = readableRows(RawDrawn, rows).filter(({ ReferenceSDDocument }) => ReferenceSDDocument === quotation);
  const numbers = [...new Set(drawn.map(({ SalesOrder }) => SalesOrder))];
  if (numbers.length === 0) return undefined;
  const orders = await readDocuments(connection, ORDER, numbers, signal);
  return orders.filter(({ status }) => status !== 'cancelled').toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))[0];
}

const RawHead = z.object({
  SalesOrder: NeededKey,
  SalesOrganization: z.string(),
  DistributionChannel: z.string(),
  OrganizationDivision: z.string(),
  SoldToParty: NeededKey,
  TransactionCurrency: z.string(),
  [REFERENCE_FIELD]: Text,
});

async function copyOf(connection: Connection, { number, key }: { number: string; key: string }, signal: AbortSignal): Promise<object> {
  const rows = await readSalesHeads(connection, QUOTATION, { numbers: [number], select: RawHead }, signal);
  const head = rowsOf(RawHead)
    .parse(rows)
    .find(({ SalesOrder }) => SalesOrder === number);
  if (!head) throw recordGone();
  const { SalesOrder: _number, [REFERENCE_FIELD]: text, ...others } = head;
  const items = (await readSalesParts(connection, QUOTATION, [number], signal)).itemsOf(number);
  return {
    SalesOrderType: connection.settings.orderType ?? 'OR',
    ...others,
    // The quotation's own key, or that of this command where a person made it.
    [REFERENCE_FIELD]: referenceText(referenceIn(text), orderKeyIn(text) ?? orderKey(key)),
    ReferenceSDDocument: number,
    to_Item: {
      results: items
        .filter(({ SalesDocumentRjcnReason }) => SalesDocumentRjcnReason === null)
        .map(({ SalesOrderItem, Material, RequestedQuantity, RequestedQuantityUnit }) => ({
          ReferenceSDDocument: number,
          ReferenceSDDocumentItem: SalesOrderItem,
          ...(Material !== null && { Material }),
          RequestedQuantity,
          ...(RequestedQuantityUnit !== null && { RequestedQuantityUnit }),
        })),
    },
  };
}
