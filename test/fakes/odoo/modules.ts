/** Models, and fields of other models, that a module brings. */
export const BROUGHT_BY = {
  product: ['product.product', 'product.template', 'product.category', 'product.tag', 'product.pricelist', 'product.pricelist.item'],
  sale: ['sale.order', 'sale.order.line'],
  stock: ['stock.warehouse', 'stock.location', 'stock.quant', 'stock.move', 'stock.picking'],
};
export const FIELDS_OF_STOCK: Readonly<Record<string, readonly string[]>> = {
  'product.product': ['is_storable', 'stock_move_ids', 'stock_quant_ids'],
  'sale.order': ['picking_ids', 'delivery_status', 'warehouse_id'],
  'sale.order.line': ['move_ids', 'qty_delivered_method'],
};
