import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { compare } from '../../shared/decimals.ts';
import type { CommandOrder, OrderState } from '../shared/contract.ts';
import { readableRows, rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { quotationStatus } from './mapping-orders.ts';
import { orderKey, orderKeyIn, referenceIn, REFERENCE_FIELD, referenceText } from './order-keys.ts';
import { RawSales, readSalesHeads, readSalesItems, type RawSalesItem } from './order-records.ts';
import { orderRefusals } from './order-refusals.ts';
import { readMadeState, readState, readStates } from './order-states.ts';
import { requireDocument } from './read-order.ts';
import { ORDER, QUOTATION } from './sales-kinds.ts';
import { Key, NeededKey } from './values.ts';
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
  if (kind === ORDER) return readState(connection, id, signal);
  const quotation = await readQuotation(connection, number, signal);
  const other = await orderFrom(connection, number, signal);
  if (other) return other;
  const status = quotationStatus(quotation);
  // Somebody has to agree first, and is asked already.
  if (status === 'waiting_approval') return readState(connection, id, signal);
  if (status !== 'quotation') throw orderRefusals.notAmendable(number);
  const { TotalNetAmount: untaxed } = quotation;
  if (net !== undefined && compare(untaxed, net) !== 0) throw orderRefusals.changedMeanwhile(untaxed);
  const items = await readSalesItems(connection, QUOTATION, number, signal);
  const body = copyOf(connection, { quotation, items, key });
  let answer: unknown;
  try {
    answer = await connection.writer.create(ORDER.service, ORDER.set, body, signal);
  } catch (error) {
    const faster = error instanceof RecordRejectedError ? await orderFrom(connection, number, signal) : undefined;
    if (!faster) throw error;
    return faster;
  }
  try {
    const made = await readMadeState(connection, ORDER, Made.parse(answer).SalesOrder, signal);
    if (made) return made;
  } catch (cause) {
    throw outcomeUnknown(ORDER.set, { cause });
  }
  throw outcomeUnknown(ORDER.set);
}

const Made = z.object({ SalesOrder: NeededKey });

const RawDrawn = z.object({ SalesOrder: NeededKey, SalesOrderItem: NeededKey, ReferenceSDDocument: Key });

/** The order that was made of it and not called off, the first of several. */
async function orderFrom(connection: Connection, quotation: string, signal: AbortSignal): Promise<OrderState | undefined> {
  const rows: unknown[] = [];
  const query = { service: ORDER.service, set: ORDER.items, key: [ORDER.number, 'SalesOrderItem'] };
  const select = ['SalesOrder', 'SalesOrderItem', 'ReferenceSDDocument'];
  for (const filter of keyFilters('ReferenceSDDocument', [quotation]))
    rows.push(...(await connection.client.all({ ...query, select, filter }, signal)));
  const drawn = readableRows(RawDrawn, rows).filter(({ ReferenceSDDocument }) => ReferenceSDDocument === quotation);
  const numbers = [...new Set(drawn.map(({ SalesOrder }) => SalesOrder))];
  if (numbers.length === 0) return undefined;
  const orders = [...(await readStates(connection, ORDER, numbers, signal)).values()];
  return orders.filter(({ status }) => status !== 'cancelled').toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))[0];
}

const RawQuotation = RawSales.extend({ DistributionChannel: z.string(), OrganizationDivision: z.string() });
type RawQuotation = z.output<typeof RawQuotation>;

async function readQuotation(connection: Connection, number: string, signal: AbortSignal): Promise<RawQuotation> {
  const rows = await readSalesHeads(connection, QUOTATION, { numbers: [number], select: RawQuotation }, signal);
  const head = rowsOf(RawQuotation)
    .parse(rows)
    .find(({ SalesOrder }) => SalesOrder === number);
  if (!head) throw recordGone();
  return head;
}

interface Copied {
  quotation: RawQuotation;
  items: readonly RawSalesItem[];
  key: string;
}

function copyOf({ settings }: Connection, { quotation, items, key }: Copied): object {
  const { SalesOrder: number, [REFERENCE_FIELD]: text } = quotation;
  const { SalesOrganization, DistributionChannel, OrganizationDivision, SoldToParty, TransactionCurrency } = quotation;
  return {
    SalesOrderType: settings.orderType ?? 'OR',
    ...{ SalesOrganization, DistributionChannel, OrganizationDivision, SoldToParty, TransactionCurrency },
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
