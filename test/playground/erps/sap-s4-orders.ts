import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';

/**
 * Business that is under way: a quotation, an order delivered in part and billed so far, and one that waits for approval, each of another
 * customer, with what that customer bought last. The orders of the past are done.
 */
export function agreeOrders(s4: S4Fake): void {
  const [quoted, ordered, waiting] = latestBuyers(s4, 3);
  if (quoted) s4.transaction((erp) => erp.createQuotation(inputOf(quoted)));
  if (ordered) {
    const order = s4.transaction((erp) => erp.orderFromQuotation(erp.createQuotation(inputOf(ordered))));
    const part = { line: 0, quantity: Math.ceil(ordered.quantity / 2) };
    s4.transaction((erp) => void erp.deliverOrder({ order, lines: [part], tracking: 'EST 4711 0815' }));
    s4.transaction((erp) => void erp.invoiceOrder({ order }));
  }
  if (!waiting) return;
  const usual = s4.habits.sales;
  s4.habits.sales = { ...usual, approvalFrom: '0' };
  s4.transaction((erp) => erp.createSalesOrder(inputOf(waiting)));
  s4.habits.sales = usual;
}

interface Buyer {
  partner: string;
  material: string;
  quantity: number;
  price: string;
}

/** Of what there is enough. */
function latestBuyers(s4: S4Fake, most: number): Buyer[] {
  const buyers = new Map<string, Buyer>();
  const own = [...s4.store.companies.values()][0]?.currency;
  for (const head of s4.records('A_BillingDocument').toReversed()) {
    if (buyers.size === most) break;
    const partner = partnerOf(s4, head);
    const item = s4.store
      .table('A_BillingDocumentItem')
      .by('BillingDocument', head['BillingDocument'])
      .find((row) => stockOf(s4, row) >= 8);
    if (!item || partner === null || buyers.has(partner) || head['TransactionCurrency'] !== own || head['SDDocumentCategory'] !== 'M')
      continue;
    const quantity = Math.max(4, Math.min(8, Number(item['BillingQuantity'])));
    const price = (Number(item['NetAmount']) / Number(item['BillingQuantity'])).toFixed(2);
    buyers.set(partner, { partner, material: String(item['Material']), quantity, price });
  }
  return [...buyers.values()];
}

function partnerOf(s4: S4Fake, { SoldToParty: customer }: Row): string | null {
  const [partner] = s4.store.table('A_BusinessPartner').by('Customer', customer);
  const isThere = partner && partner['IsMarkedForArchiving'] !== true && partner['BusinessPartnerIsBlocked'] !== true;
  return isThere ? String(partner['BusinessPartner']) : null;
}

const stockOf = (s4: S4Fake, { Material: product }: Row): number =>
  s4.store
    .table('A_MatlStkInAcctMod')
    .by('Material', product)
    .reduce((sum, row) => sum + Number(row['MatlWrhsStkQtyInMatlBaseUnit']), 0);

const inputOf = ({ partner, material, quantity, price }: Buyer) => ({
  partner,
  reference: 'OC 2026-118',
  lines: [{ material, quantity: String(quantity), price }],
});
