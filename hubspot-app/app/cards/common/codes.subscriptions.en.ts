/** Sentences about subscriptions. `satisfies` stands where they join the others. */
export const SUBSCRIPTION_CODES_EN = {
  'subscriptions.absent': {
    what: 'Nothing that makes subscriptions is installed in this ERP.',
    todo: 'Products sold by the period stay ordinary lines of orders. Install a module for subscriptions or contracts there if you use one, then switch it on here.',
  },
  'order.contract_template_missing': {
    what: 'The product {product} needs a contract template in the ERP before it can be ordered.',
    todo: 'Choose its contract template on the product in the ERP, then retry.',
  },
  'order.subscription_twice': {
    what: 'Order {number} has {found} subscriptions in the ERP but should have {expected}.',
    todo: 'The ERP made more than one, for instance because the order was cancelled and confirmed again. Close the extra one there so that it is not invoiced again.',
  },
  'order.plan_missing': {
    what: 'The product {product} is sold by the period, and the quotation names no plan in the ERP.',
    todo: 'Choose its recurring plan on the quotation in the ERP, then retry.',
  },
};
