import { compare } from '../../shared/decimals.ts';
import type { NewOrder, NewOrderLine, Order, OrderLine, OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Change } from './change-set.ts';
import type { Connection } from './connection.ts';
import { entityPath } from './entity-path.ts';
import { conditionsOf, discountType, isEntered, itemText, newItems, priceType, quantityText } from './order-lines.ts';
import { orderKeyIn, referenceIn, REFERENCE_FIELD, referenceText } from './order-keys.ts';
import { readSalesParts, type RawItemCondition, type RawSalesItem } from './order-records.ts';
import { orderRefusals, refusedAs } from './order-refusals.ts';
import { readState } from './order-states.ts';
import { unitsOf } from './product-records.ts';
import { termsOf } from './quotation-body.ts';
import { readOrder, requireDocument, stateOf } from './read-order.ts';
import { fieldIn, type SalesKind } from './sales-kinds.ts';
import { recordGone } from './write-errors.ts';

interface Document {
  connection: Connection;
  kind: SalesKind;
  number: string;
  before: Order;
}

/**
 * Lines are matched by product, in the order in which they stand; rejected ones are people's own. A line that is not wanted any more is deleted, and
 * nothing that was delivered or invoiced is taken back. One change set brings head, lines and prices.
 */
export async function amendOrder(
  connection: Connection,
  { id, order }: { id: ErpRecordId; order: NewOrder },
  signal: AbortSignal,
): Promise<OrderState> {
  const { kind, number } = requireDocument(id);
  const before = await readOrder(connection, id, signal);
  demandAmendable(before, order);
  const document = { connection, kind, number, before };
  const lines = await lineChanges(document, order, signal);
  const head = await headChange(document, order, signal);
  const changes = [...head, ...lines];
  if (changes.length === 0) return stateOf(before, false);
  try {
    await connection.writer.change(kind.service, changes, signal);
  } catch (error) {
    throw refusedAs(error, orderRefusals.notAmendable);
  }
  return { ...(await readState(connection, id, signal)), isChanged: true };
}

function demandAmendable({ id, status, number, customerId, currency }: Order, order: NewOrder): void {
  if (!['quotation', 'confirmed', 'waiting_approval'].includes(status)) throw orderRefusals.notAmendable(number ?? id);
  if (customerId !== order.customerId) throw orderRefusals.notAmendable(`SoldToParty ${customerId}`);
  if (currency !== order.currency) throw orderRefusals.notAmendable(`TransactionCurrency ${currency}`);
}

/** Reference and terms; what the input leaves to the system stays as it is. The version that was read is named. */
async function headChange({ connection, kind, number }: Document, order: NewOrder, signal: AbortSignal): Promise<Change[]> {
  const path = entityPath(kind.set, { [kind.number]: number });
  const entity = await connection.writer.entity(kind.service, path, signal);
  if (!entity) throw recordGone();
  const text = textIn(entity.row[REFERENCE_FIELD]);
  const isOther =
    order.reference !== null && referenceText(order.reference, orderKeyIn(text)) !== referenceText(referenceIn(text), orderKeyIn(text));
  const wanted = { ...termsOf(order), ...(isOther && { [REFERENCE_FIELD]: referenceText(order.reference, orderKeyIn(text)) }) };
  const body = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => entity.row[name] !== value));
  return Object.keys(body).length === 0 ? [] : [{ method: 'PATCH', path, body, etag: entity.etag }];
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value.trim() : null);

async function lineChanges(document: Document, order: NewOrder, signal: AbortSignal): Promise<Change[]> {
  const { connection, kind, number } = document;
  const parts = await readSalesParts(connection, kind, [number], signal);
  const conditions = Map.groupBy(parts.conditionsOf(number), ({ SalesOrderItem }) => SalesOrderItem);
  // Items may be in another unit than the product is counted in.
  const units = await unitsOf(connection, [...new Set(order.lines.map(({ productId }) => productId))], signal);
  const left = [...order.lines];
  const changes = parts
    .itemsOf(number)
    .filter(({ SalesDocumentRjcnReason }) => SalesDocumentRjcnReason === null)
    .flatMap((item) => {
      const at = left.findIndex(({ productId }) => productId === item.Material);
      const [wanted] = at < 0 ? [] : left.splice(at, 1);
      return wanted
        ? requireUnit(
            item,
            units.get(wanted.productId),
            changesOf(document, { item, wanted, conditions: conditions.get(item.SalesOrderItem) ?? [] }),
          )
        : [removalOf(document, item)];
    });
  const added = left.length === 0 ? [] : await newItems(connection, { kind, order, lines: left }, signal);
  const path = `${entityPath(kind.set, { [kind.number]: number })}/to_Item`;
  return [...changes, ...added.map((body): Change => ({ method: 'POST', path, body }))];
}

const keyOf = ({ kind, number }: Document, { SalesOrderItem }: RawSalesItem) => ({
  [kind.number]: number,
  [fieldIn(kind, 'SalesOrderItem')]: SalesOrderItem,
});

function removalOf(document: Document, item: RawSalesItem): Change {
  const taken = takenOf(document, item);
  if (compare(taken, '0') > 0) throw takenAlready(item, taken);
  return { method: 'DELETE', path: entityPath(document.kind.items, keyOf(document, item)) };
}

/** Delivered or invoiced, whichever is more. */
function takenOf({ before }: Document, { SalesOrderItem }: RawSalesItem): string {
  const { delivered, invoiced }: Pick<OrderLine, 'delivered' | 'invoiced'> = before.lines.find(({ id }) => id === SalesOrderItem) ?? {
    delivered: '0',
    invoiced: '0',
  };
  return compare(delivered ?? '0', invoiced) > 0 ? (delivered ?? '0') : invoiced;
}

const takenAlready = ({ Material, RequestedQuantity }: RawSalesItem, taken: string) =>
  orderRefusals.notAmendable(`${Material}: ${taken} / ${RequestedQuantity}`);

/** People may have changed the unit of an item: quantity and price of ours are not meant in boxes. */
function requireUnit(item: RawSalesItem, unit: string | null | undefined, changes: Change[]): Change[] {
  const { Material, RequestedQuantity, RequestedQuantityUnit } = item;
  if (changes.length > 0 && unit && unit !== RequestedQuantityUnit)
    throw orderRefusals.notAmendable(`${Material}: ${RequestedQuantity} ${RequestedQuantityUnit}`);
  return changes;
}

interface Amended {
  item: RawSalesItem;
  wanted: NewOrderLine;
  conditions: readonly RawItemCondition[];
}

function changesOf(document: Document, amended: Amended): Change[] {
  const { item, wanted } = amended;
  const quantity = quantityText(wanted.quantity);
  const taken = takenOf(document, item);
  if (compare(quantity, taken) < 0) throw takenAlready(item, taken);
  const text = wanted.description === null ? null : itemText(wanted.description);
  const textField = fieldIn(document.kind, 'SalesOrderItemText');
  const body = {
    ...(compare(quantity, item.RequestedQuantity) !== 0 && { RequestedQuantity: quantity }),
    ...(text !== null && text !== (item.SalesOrderItemText ?? '') && { [textField]: text }),
  };
  const path = entityPath(document.kind.items, keyOf(document, item));
  const own: Change[] = Object.keys(body).length === 0 ? [] : [{ method: 'PATCH', path, body }];
  return [...own, ...priceChanges(document, amended)];
}

/** Each type that may be entered by hand: brought to what was agreed, or taken away, so that the system's own price is in force again. */
function priceChanges(document: Document, { item, wanted, conditions }: Amended): Change[] {
  const { connection, kind, before } = document;
  const agreed = conditionsOf(connection, wanted, { currency: before.currency, unit: item.RequestedQuantityUnit });
  const itemPath = entityPath(kind.items, keyOf(document, item));
  return [priceType(connection), discountType(connection)].flatMap((type): Change[] => {
    const there = conditions.find(({ ConditionType, ConditionIsManuallyChanged: isByHand }) => ConditionType === type && isByHand);
    const body = agreed.find(({ ConditionType }) => ConditionType === type);
    if (!there) return body ? [{ method: 'POST', path: `${itemPath}/to_PricingElement`, body }] : [];
    const { PricingProcedureStep, PricingProcedureCounter } = there;
    const path = entityPath(kind.conditions, { ...keyOf(document, item), PricingProcedureStep, PricingProcedureCounter });
    if (!body) return [{ method: 'DELETE', path }];
    const { ConditionType: _type, ...values } = body;
    return isEntered(there, body) ? [] : [{ method: 'PATCH', path, body: values }];
  });
}
