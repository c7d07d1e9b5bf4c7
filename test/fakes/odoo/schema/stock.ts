import type { View } from '../store.ts';
import type { OdooVersion, Row } from '../types.ts';
import { boolean, char, computed, date, datetime, float, inverse, many2one, model, one2many, selection } from './field.ts';
import type { Model } from './field.ts';

const USAGES = ['supplier', 'view', 'internal', 'customer', 'inventory', 'production', 'transit'].map((key) => [key, key] as const);
const STATES = ['draft', 'waiting', 'confirmed', 'partially_available', 'assigned', 'done', 'cancel'].map((key) => [key, key] as const);
const TYPES = ['incoming', 'outgoing', 'internal'].map((key) => [key, key] as const);

/** The company whose place it is; places of nobody are shared. */
const companyOf = (view: View, row: Row) => view.get('stock.location', Number(row.location_id))?.company_id ?? null;

/** Until 16 apart from what is done. */
const reservedOf = (_view: View, row: Row) => (row.state === 'done' ? 0 : row.quantity);

export function stockModels(version: OdooVersion): Model[] {
  return [
    model('stock.warehouse', {
      description: 'Warehouse',
      fields: {
        name: char('Warehouse'),
        code: char('Short Name'),
        company_id: many2one('Company', 'res.company'),
        lot_stock_id: many2one('Location Stock', 'stock.location'),
        active: boolean('Active'),
      },
    }),
    model('stock.location', {
      description: 'Inventory Locations',
      fields: {
        name: char('Location Name'),
        usage: selection('Location Type', USAGES, { required: true }),
        warehouse_id: many2one('Warehouse', 'stock.warehouse'),
        company_id: many2one('Company', 'res.company'),
        active: boolean('Active'),
      },
    }),
    model('stock.quant', {
      description: 'Quants',
      indexed: ['product_id'],
      fields: {
        product_id: many2one('Product', 'product.product', { required: true }),
        location_id: many2one('Location', 'stock.location', { required: true }),
        quantity: float('Quantity'),
        reserved_quantity: float('Reserved Quantity'),
        company_id: many2one('Company', 'res.company', { get: companyOf }),
      },
    }),
    model('stock.picking', {
      description: 'Transfer',
      indexed: ['sale_id'],
      groups: ['Inventory/User', 'Technical/Show Accounting Features - Readonly'],
      fields: {
        name: char('Reference', { readonly: true }),
        state: selection('Status', STATES, { readonly: true }),
        sale_id: many2one('Sales Order', 'sale.order'),
        backorder_id: many2one('Back Order of', 'stock.picking'),
        // The double's transfers are deliveries.
        picking_type_code: selection('Type of Operation', TYPES, { readonly: true, get: () => 'outgoing' }),
        scheduled_date: datetime('Scheduled Date'),
        date_done: datetime('Date of Transfer', { readonly: true }),
        carrier_tracking_ref: char('Tracking Reference'),
        company_id: many2one('Company', 'res.company'),
        move_ids: one2many('Stock moves', 'stock.move', inverse('stock.move', 'picking_id')),
      },
    }),
    model('stock.move', {
      description: 'Stock Move',
      indexed: ['product_id', 'picking_id', 'sale_line_id'],
      groups: ['Inventory/User', 'Technical/Show Accounting Features - Readonly'],
      fields: {
        product_id: many2one('Product', 'product.product', { required: true }),
        product_uom_qty: float('Demand'),
        /** In the product's own unit. */
        product_qty: float('Real Quantity', { get: (_view, row) => Number(row.product_uom_qty) * Number(row.unit_factor ?? 1) }),
        product_uom: many2one('UoM', 'uom.uom', { required: true }),
        ...(version >= 17
          ? { quantity: float('Quantity') }
          : { quantity_done: float('Quantity Done'), reserved_availability: computed(float('Quantity Reserved'), reservedOf) }),
        picking_id: many2one('Transfer', 'stock.picking'),
        sale_line_id: many2one('Sale Line', 'sale.order.line'),
        state: selection('Status', STATES, { required: true }),
        date: datetime('Date Scheduled', { required: true }),
        reservation_date: date('Date to Reserve', { readonly: true }),
        location_id: many2one('Source Location', 'stock.location', { required: true }),
        location_dest_id: many2one('Destination Location', 'stock.location', { required: true }),
        company_id: many2one('Company', 'res.company'),
      },
    }),
  ];
}
