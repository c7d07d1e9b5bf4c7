import { refused } from '../errors.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { CONDITIONS, type Entered } from './sales-conditions.ts';
import { ORDER, QUOTATION, type SalesLine } from './sales-documents.ts';

interface Reference {
  document: string;
  item: string;
}

/** What an item of an order takes over from that of a quotation, with prices and discounts that were entered by hand. */
export function drawnLine(tx: Tx, reference: Reference): { line: SalesLine; entered: Entered[] } {
  const row = itemOf(tx, reference);
  const conditions = tx
    .by(QUOTATION.conditions, 'SalesQuotation', reference.document)
    .filter((one) => one['SalesQuotationItem'] === reference.item && one['ConditionIsManuallyChanged'] === true);
  return {
    line: {
      material: String(row['Material']),
      text: String(row['SalesQuotationItemText']),
      quantity: String(row['RequestedQuantity']),
      plant: String(row['Plant']),
      reference,
    },
    entered: conditions.map((one) => ({
      type: String(one['ConditionType']),
      rate: String(one['ConditionRateValue']),
      ...(one['ConditionType'] === CONDITIONS.manual && { per: String(one['ConditionQuantity']) }),
    })),
  };
}

/** The quotation is completed with its last item. */
export function draw(tx: Tx, reference: Reference, order: string): void {
  const row = itemOf(tx, reference);
  const head = tx.get(QUOTATION.set, reference.document);
  if (row['SDProcessStatus'] === 'C')
    throw refused('V1/374', `Quotation ${reference.document} is already completed`, 'ReferenceSDDocument');
  if (head['SalesDocApprovalStatus'] === 'A')
    throw refused('SD_APM/006', `Quotation ${reference.document} is not approved`, 'ReferenceSDDocument');
  tx.patch(QUOTATION.items, keyOf(row), { SDProcessStatus: 'C' });
  const isDone = tx.by(QUOTATION.items, 'SalesQuotation', reference.document).every((one) => one['SDProcessStatus'] === 'C');
  const stamp = { LastChangeDate: tx.stamp.day, LastChangeDateTime: tx.stamp.at.toISOString() };
  tx.patch(QUOTATION.set, reference.document, { OverallSDProcessStatus: isDone ? 'C' : 'B', ...stamp });
  const { PurchaseOrderByCustomer: theirs } = tx.get(ORDER.set, order);
  tx.patch(ORDER.set, order, {
    ...{ ReferenceSDDocument: reference.document, ReferenceSDDocumentCategory: QUOTATION_CATEGORY },
    PurchaseOrderByCustomer: theirs || head['PurchaseOrderByCustomer'],
  });
}
const QUOTATION_CATEGORY = 'B';

function itemOf(tx: Tx, { document, item }: Reference): Row {
  const row = tx.find(QUOTATION.items, `${document}/${item}`);
  if (!row) throw refused('V1/302', `Sales document ${document} ${item} is not in the database`, 'ReferenceSDDocument');
  return row;
}
