/** Why the ERP has no such order, or not like this. `satisfies` stands where they join the others. */
export const ORDER_CODES_EN = {
  'order.product_not_sold': {
    what: 'The ERP does not sell the product {product}: it is out of use there, not for sale, or gone.',
    todo: 'Put it on sale in the ERP, or choose another product on the deal.',
  },
  'order.customer_blocked': {
    what: 'The customer is blocked in the ERP: {message}',
    todo: 'Ask whoever blocked it there, then try again.',
  },
  'order.currency_not_allowed': {
    what: 'The ERP does not let this customer order in {currency}.',
    todo: 'Change the currency of the deal, or allow it on the customer in the ERP.',
  },
  'order.no_price_list': {
    what: 'There is no price list in {currency} for {company}.',
    todo: 'Choose a price list in that currency in the rule, or make one in the ERP.',
  },
  'order.company_unknown': {
    what: 'The ERP has no company or branch {company} that the user may use.',
    todo: 'Choose another one in the rule.',
  },
  'order.approval_refused': {
    what: 'Somebody in the ERP refused to approve this document, or withdrew it.',
    todo: 'Approve it there later, or delete the draft and confirm again.',
  },
  'order.not_amendable': {
    what: 'The ERP does not let this order be changed like that: {message}',
    todo: 'Change it there, or change the deal to what can be.',
  },
  'order.not_cancellable': {
    what: 'The ERP does not let this order be cancelled: {message}',
    todo: 'Look there at what was delivered, invoiced or ordered of it.',
  },
};
