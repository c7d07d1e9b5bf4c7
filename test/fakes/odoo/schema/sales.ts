import type { View } from '../store.ts';
import type { OdooVersion, Row } from '../types.ts';
import { boolean, char, date, datetime, float, integer, inverse, many2many, many2one, model, money, one2many, selection } from './field.ts';
import type { Field, Model } from './field.ts';

const named = (...keys: string[]) => keys.map((key) => [key, key] as const);
/** As figures of lines are kept. */
const DIGITS = 2;
/** From then on prices have as many digits as they have. */
const LAST_WITH_SHORT_PRICES = 18;
const GROUPS = ['Sales/User: Own Documents Only', 'Technical/Show Accounting Features - Readonly'];

export function salesModels(version: OdooVersion): Model[] {
  return [orderModel(version), lineModel(version)];
}

function orderModel(version: OdooVersion): Model {
  return model('sale.order', {
    description: 'Sales Order',
    order: 'date_order desc, id desc',
    groups: GROUPS,
    indexed: ['partner_id'],
    fields: {
      name: char('Order Reference'),
      state: selection('Status', named('draft', 'sent', 'sale', ...(version === 16 ? ['done'] : []), 'cancel')),
      ...(version >= 17 ? { locked: boolean('Locked') } : {}),
      partner_id: many2one('Customer', 'res.partner', { required: true }),
      company_id: many2one('Company', 'res.company', { required: true }),
      currency_id: many2one('Currency', 'res.currency', { readonly: true }),
      pricelist_id: many2one('Pricelist', 'product.pricelist'),
      date_order: datetime('Order Date', { required: true }),
      commitment_date: datetime('Delivery Date'),
      validity_date: date('Expiration'),
      client_order_ref: char('Customer Reference'),
      amount_untaxed: money('Untaxed Amount', 'currency_id'),
      amount_tax: money('Taxes', 'currency_id'),
      amount_total: money('Total', 'currency_id'),
      order_line: one2many('Order Lines', 'sale.order.line', inverse('sale.order.line', 'order_id')),
      invoice_status: selection('Invoice Status', named('upselling', 'invoiced', 'to invoice', 'no'), {
        readonly: true,
        get: invoiceStatusOf,
      }),
      invoice_ids: { ...many2many('Invoices', 'account.move', { get: invoicesOf, store: false }), searchable: true },
      warehouse_id: many2one('Warehouse', 'stock.warehouse'),
      user_id: many2one('Salesperson', 'res.users'),
      payment_term_id: many2one('Payment Terms', 'account.payment.term'),
      project_id: many2one('Project', 'project.project'),
      message_partner_ids: many2many('Followers (Partners)', 'res.partner'),
      picking_ids: one2many('Transfers', 'stock.picking', inverse('stock.picking', 'sale_id')),
      delivery_status: selection('Delivery Status', named('pending', ...(version >= 17 ? ['started'] : []), 'partial', 'full'), {
        readonly: true,
        get: (view, row) => deliveryStatusOf(view, row, version),
      }),
    },
  });
}

function lineModel(version: OdooVersion): Model {
  const ofOrder = (name: string) => (view: View, row: Row) => view.get('sale.order', Number(row.order_id))?.[name];
  const unit: Field = many2one('Unit of Measure', 'uom.uom');
  const taxes: Field = many2many('Taxes', 'account.tax');
  return model('sale.order.line', {
    description: 'Sales Order Line',
    order: 'order_id, sequence, id',
    groups: GROUPS,
    indexed: ['order_id'],
    fields: {
      order_id: many2one('Order Reference', 'sale.order', { required: true }),
      company_id: many2one('Company', 'res.company', { get: ofOrder('company_id') }),
      currency_id: many2one('Currency', 'res.currency', { get: ofOrder('currency_id') }),
      sequence: integer('Sequence'),
      display_type: selection('Display Type', named('line_section', 'line_note')),
      is_downpayment: boolean('Is a down payment'),
      name: char('Description', { required: true }),
      product_id: many2one('Product', 'product.product'),
      product_uom_qty: float('Quantity', { required: true, digits: DIGITS }),
      ...(version >= 19 ? { product_uom_id: unit, tax_ids: taxes } : { product_uom: unit, tax_id: taxes }),
      price_unit: float('Unit Price', { required: true, ...(version <= LAST_WITH_SHORT_PRICES && { digits: DIGITS }) }),
      ...(version >= 18 ? { technical_price_unit: float('Technical Price Unit') } : {}),
      is_delivery: boolean('Is a Delivery'),
      project_id: many2one('Generated Project', 'project.project'),
      task_id: many2one('Generated Task', 'project.task'),
      discount: float('Discount (%)', { digits: DIGITS }),
      price_subtotal: money('Subtotal', 'currency_id'),
      price_total: money('Total', 'currency_id'),
      qty_delivered_method: selection('Method to update delivered qty', named('manual', 'stock_move'), {
        get: (view, row) => (isStocked(view, row) ? 'stock_move' : 'manual'),
      }),
      qty_delivered: float('Delivery Quantity', { get: deliveredOf }),
      qty_invoiced: float('Invoiced Quantity', { readonly: true, get: invoicedOf }),
      invoice_lines: many2many('Invoice Lines', 'account.move.line', { get: (view, row) => invoiceLinesOf(view, row.id) }),
      move_ids: one2many('Stock Moves', 'stock.move', inverse('stock.move', 'sale_line_id')),
    },
  });
}

/** What of the double's own that the warehouse delivers: goods, as far as there is a module for stock. */
function isStocked(view: View, row: Row): boolean {
  const product = view.get('product.product', Number(row.product_id));
  const template = product && view.get('product.template', Number(product.product_tmpl_id));
  return template !== undefined && template.type !== 'service';
}

const linesOf = (view: View, orderId: number): Row[] =>
  view.by('sale.order.line', 'order_id', orderId).flatMap((id) => view.get('sale.order.line', id) ?? []);

const invoiceLinesOf = (view: View, lineId: number): number[] => [...view.by('account.move.line', 'sale_line_ids', lineId)];

export function invoicesOf(view: View, row: Row): number[] {
  const ids = linesOf(view, row.id)
    .flatMap(({ id }) => invoiceLinesOf(view, id))
    .flatMap((id) => view.get('account.move.line', id)?.move_id ?? []);
  return [...new Set(ids)].sort((a, b) => a - b);
}

function deliveredOf(view: View, row: Row): number {
  if (!isStocked(view, row)) return Number(row.qty_delivered ?? 0);
  const moves = view.by('stock.move', 'sale_line_id', row.id).flatMap((id) => view.get('stock.move', id) ?? []);
  return moves.filter(({ state }) => state === 'done').reduce((sum, move) => sum + Number(move.quantity), 0);
}

/** Drafts count, and credit notes count backwards. */
export function invoicedOf(view: View, row: Row): number {
  const lines = invoiceLinesOf(view, row.id).flatMap((id) => view.get('account.move.line', id) ?? []);
  return lines.reduce((sum, line) => {
    const move = view.get('account.move', line.move_id);
    if (!move || move.state === 'cancel') return sum;
    return sum + (move.move_type === 'out_refund' ? -1 : 1) * Number(line.quantity);
  }, 0);
}

export function toInvoice(view: View, row: Row): number {
  const product = view.get('product.product', Number(row.product_id));
  const template = product && view.get('product.template', Number(product.product_tmpl_id));
  const counted = template?.invoice_policy === 'delivery' ? deliveredOf(view, row) : Number(row.product_uom_qty);
  return counted - invoicedOf(view, row);
}

function invoiceStatusOf(view: View, row: Row): string {
  if (row.state !== 'sale' && row.state !== 'done') return 'no';
  const lines = linesOf(view, row.id).filter(({ display_type }) => display_type === null);
  if (lines.some((line) => toInvoice(view, line) !== 0)) return 'to invoice';
  return lines.length > 0 && lines.every((line) => invoicedOf(view, line) >= Number(line.product_uom_qty)) ? 'invoiced' : 'no';
}

function deliveryStatusOf(view: View, row: Row, version: OdooVersion): string | null {
  const transfers = view.by('stock.picking', 'sale_id', row.id).flatMap((id) => view.get('stock.picking', id) ?? []);
  const states = transfers.map(({ state }) => state).filter((state) => state !== 'cancel');
  if (states.length === 0) return null;
  if (states.every((state) => state === 'done')) return 'full';
  if (!states.includes('done')) return 'pending';
  return version === 16 || linesOf(view, row.id).some((line) => deliveredOf(view, line) > 0) ? 'partial' : 'started';
}
