/** Models, and fields of other models, that a module brings. */
export const BROUGHT_BY = {
  product: ['product.product', 'product.template', 'product.category', 'product.tag', 'product.pricelist', 'product.pricelist.item'],
  sale: ['sale.order', 'sale.order.line'],
  project: ['project.project', 'project.task', 'project.task.type', 'account.analytic.line'],
  stock: ['stock.warehouse', 'stock.location', 'stock.quant', 'stock.move', 'stock.picking'],
};
export const FIELDS_BROUGHT_BY: { readonly [M in keyof typeof BROUGHT_BY]?: Readonly<Record<string, readonly string[]>> } = {
  project: {
    'product.product': ['service_tracking', 'service_type', 'project_id', 'project_template_id'],
    'sale.order': ['project_id'],
    'sale.order.line': ['project_id', 'task_id'],
  },
  sale: {
    'project.project': ['sale_line_id', 'sale_order_id', 'reinvoiced_sale_order_id', 'allow_billable'],
    'project.task': ['sale_line_id', 'sale_order_id'],
  },
  stock: {
    'product.product': ['is_storable', 'stock_move_ids', 'stock_quant_ids'],
    'sale.order': ['picking_ids', 'delivery_status', 'warehouse_id'],
    'sale.order.line': ['move_ids', 'qty_delivered_method'],
  },
};
