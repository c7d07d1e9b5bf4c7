import { missingError, userError, validationError } from '../errors.ts';
import type { Row, Value } from '../types.ts';
import { insertLine, removeLine, writeLine } from './lines.ts';
import { nextOrderNumber } from './order-number.ts';
import { topSecret, type Seller } from './seller.ts';
import { computeTotals } from './totals.ts';

type Values = Record<string, Value>;
export type LineCommand = readonly [kind: number, id: number, values: Values];

/** An order as the form makes it: what is not given is computed, the currency always. */
export function createOrder(seller: Seller, given: Values, lines: readonly Values[]): number {
  const { books, uid, companyIds } = seller;
  const { tx } = books;
  const company = Number(given.company_id ?? companyIds[0]);
  if (!companyIds.includes(company)) throw topSecret('create', 'Sales Order Line (sale.order.line)');
  const partner = tx.get('res.partner', Number(given.partner_id));
  if (!partner) throw validationError("Missing required value for the field 'Customer' (partner_id)");
  const values: Values = {
    ...{ user_id: uid, pricelist_id: listFor(seller, partner, company), payment_term_id: partner.property_payment_term_id ?? null },
    ...{ warehouse_id: warehouseOf(seller, company), client_order_ref: null, commitment_date: null, project_id: null },
    ...given,
    company_id: company,
  };
  const isOfOther = typeof values.user_id === 'number' && values.user_id !== uid;
  if (seller.sellsForItself && isOfOther) throw topSecret('create', 'Sales Order Line (sale.order.line)');
  const order = tx.insert('sale.order', {
    ...values,
    name: nextOrderNumber(tx),
    state: 'draft',
    locked: false,
    date_order: tx.at,
    validity_date: validUntil(seller),
    ...followedBy(seller, values),
    currency_id: currencyOf(seller, values),
  });
  demandOneCompany(seller, tx.row('sale.order', order));
  for (const line of lines) insertLine(seller, order, line);
  computeTotals(books, order);
  return order;
}

const VALID_MS = 30 * 86_400_000;

/** Thirty days from the day that it is in the time zone of the call. */
const validUntil = ({ books: { tx }, timeZone = 'UTC' }: Seller): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(tx.at / 1000 + VALID_MS));

/** The customer's own, else the first of the company, whatever its currency. */
function listFor({ books: { tx } }: Seller, partner: Row, company: number): number | null {
  if (typeof partner.property_product_pricelist === 'number') return partner.property_product_pricelist;
  const lists = tx.ids('product.pricelist').map((id) => tx.row('product.pricelist', id));
  return lists.find((list) => list.active === true && (list.company_id === null || list.company_id === company))?.id ?? null;
}

function warehouseOf({ books: { tx } }: Seller, company: number): number | null {
  return tx.ids('stock.warehouse').find((id) => tx.row('stock.warehouse', id).company_id === company) ?? null;
}

/** Until 16 an order always has a list. */
function currencyOf({ books: { tx, version } }: Seller, { pricelist_id, company_id }: Values): number {
  if (typeof pricelist_id === 'number') return Number(tx.row('product.pricelist', pricelist_id).currency_id);
  if (version <= 16) throw validationError("Missing required value for the field 'Pricelist' (pricelist_id)");
  return Number(tx.row('res.company', Number(company_id)).currency_id);
}

function followedBy({ books: { tx }, uid, followsNothing, tellsNobody }: Seller, { user_id: salesperson }: Values): Values {
  const partnerOf = (user: number): number => Number(tx.row('res.users', user).partner_id);
  const isGiven = typeof salesperson === 'number' && salesperson !== uid;
  if (isGiven && !tellsNobody) tx.insert('mail.mail', { subject: 'You have been assigned', recipient_ids: [partnerOf(salesperson)] });
  const followers = [...(followsNothing ? [] : [partnerOf(uid)]), ...(isGiven ? [partnerOf(salesperson)] : [])];
  return { message_partner_ids: [...new Set(followers)] };
}

function demandOneCompany({ books: { tx } }: Seller, order: Row): void {
  const company = tx.row('res.company', Number(order.company_id)).name;
  const parts = [
    ['Pricelist', 'pricelist_id', tx.get('product.pricelist', Number(order.pricelist_id))],
    ['Customer', 'partner_id', tx.get('res.partner', Number(order.partner_id))],
    ['Warehouse', 'warehouse_id', tx.get('stock.warehouse', Number(order.warehouse_id))],
  ] as const;
  const wrong = parts.filter(([, , row]) => row && typeof row.company_id === 'number' && row.company_id !== order.company_id);
  if (wrong.length === 0) return;
  const said = wrong.map(
    ([label, field, row]) =>
      `- “${String(order.name)}” belongs to company “${company}” and “${label}” (${field}: '${String(row?.name)}') belongs to another company.`,
  );
  throw userError(`Incompatible companies on records:\n${said.join('\n')}`);
}

export function writeOrder(seller: Seller, id: number, given: Values, lines: readonly LineCommand[]): void {
  const { books } = seller;
  const { tx } = books;
  const before = tx.row('sale.order', id);
  if ('pricelist_id' in given && before.state === 'sale') throw userError('You cannot change the pricelist of a confirmed order !');
  const values = { ...computedFrom(seller, before, given), ...given };
  const currency = 'pricelist_id' in values ? { currency_id: currencyOf(seller, { ...before, ...values }) } : {};
  tx.update('sale.order', id, { ...values, ...currency }, { force: true });
  demandOneCompany(seller, tx.row('sale.order', id));
  for (const [kind, line, vals] of lines) writeByCommand(seller, id, [kind, line, vals]);
  computeTotals(books, id);
}

/** A customer that is written, be it the same, brings its own: who sells to it where nobody does, and its list. */
function computedFrom(seller: Seller, before: Row, given: Values): Values {
  const { tx } = seller.books;
  if (!('partner_id' in given)) return {};
  const partner = tx.row('res.partner', Number(given.partner_id));
  return {
    ...(before.user_id === null && { user_id: partner.user_id ?? seller.uid }),
    ...(before.state === 'draft' && { pricelist_id: listFor(seller, partner, Number(before.company_id)) }),
    payment_term_id: partner.property_payment_term_id ?? null,
  };
}

function writeByCommand(seller: Seller, order: number, [kind, line, values]: LineCommand): void {
  const { tx } = seller.books;
  if (kind === 0) return void insertLine(seller, order, values);
  if (!tx.get('sale.order.line', line)) throw missingError('sale.order.line', line, seller.uid);
  if (kind === 1) return writeLine(seller, line, values);
  if (kind === 2) return removeLine(seller, line);
  throw new Error('the double makes, changes and removes lines of an order, no more');
}
