/** Sentences of a deal's checklist, and of what people decide on it. `satisfies` stands where they join the others. */
export const ORDER_CHECK_CODES_EN = {
  'order.other_net': {
    what: 'The ERP’s document comes to {net} {currency} before taxes by now, not to what you saw.',
    todo: 'Look at the card again, and decide on that.',
  },
  'order.changed_meanwhile': {
    what: 'The quotation was changed in the ERP and comes to {net} before taxes now. It was not made an order.',
    todo: 'Nothing to do: it is read anew, and goes on or waits for whoever has to decide.',
  },
  'order.has_one': {
    what: 'This deal has an order meanwhile: somebody tied it.',
    todo: 'Look at the card again. To have another one, take the order off the deal first.',
  },
  'order.check_customer': {
    what: 'Customer: {name}.',
    todo: 'Nothing to do.',
  },
  'order.check_credit': {
    what: 'Credit room: {room} {currency}.',
    todo: 'Nothing to do.',
  },
  'order.credit_exceeded': {
    what: 'The order goes over the credit limit by {over} {currency}.',
    todo: 'By itself it stays a quotation until there is room. Ask accounting, or agree on a prepayment; whoever presses the button decides that it may go over.',
  },
  'order.check_tax_id': {
    what: 'The {taxIdKind} is {taxId}.',
    todo: 'Nothing to do.',
  },
  'order.no_tax_id': {
    what: 'The ERP has no tax ID of the customer.',
    todo: 'Add it in the ERP before the order is invoiced.',
  },
  'order.tax_id_invalid': {
    what: 'The {taxIdKind} {taxId} looks wrong.',
    todo: 'Compare it with a document of the customer.',
  },
  'order.check_products': {
    what: 'Products known and on sale: {count}, which is all of them.',
    todo: 'Nothing to do.',
  },
  'order.check_price': {
    what: 'All prices are those of the ERP’s list.',
    todo: 'Nothing to do.',
  },
  'order.check_price_partly': {
    what: 'Lines with the price of the ERP: {count} of {total}. The prices of the others were not compared.',
    todo: 'The ERP has no price for them, or does not know what they sell.',
  },
  'order.check_erp_price': {
    what: 'The ERP gives the prices, and the deal says the same.',
    todo: 'Nothing to do.',
  },
  'order.erp_price': {
    what: '{product}: the ERP takes {list} {currency}.',
    todo: 'Nothing to do: the order rules let the ERP give the price.',
  },
  'order.erp_price_differs': {
    what: '{product}: the ERP takes {list} {currency}, the deal says {deal} {currency}.',
    todo: 'The order rules let the ERP give the price. Bring the line to it, or the quotation waits until somebody accepts the ERP’s amount.',
  },
  'order.erp_price_later': {
    what: 'The ERP gives the prices, and says them only when it makes the quotation.',
    todo: 'Nothing to do: if they are not those of the deal, the quotation waits until somebody accepts them.',
  },
  'order.price_differs': {
    what: '{product}: {list} {currency} in the ERP’s list, {deal} {currency} here.',
    todo: 'Keep the price of the deal, or use that of the list.',
  },
  'order.list_price_changed': {
    what: '{product}: the ERP says {list} {currency} by now.',
    todo: 'Press "Check again" and decide by the new price.',
  },
  'order.line_refused': {
    what: 'HubSpot refuses the price of {product}: {message}',
    todo: 'Type it on the line item yourself, or ask an administrator whether lines may be edited.',
  },
  'order.check_stock': {
    what: 'Everything is in stock.',
    todo: 'Nothing to do.',
  },
  'order.check_stock_partly': {
    what: 'Lines in stock: {count} of {total}. Nobody knows of the others.',
    todo: 'The ERP counts no stock of them, or does not know what they sell.',
  },
  'order.short_stock_undated': {
    what: '{product}: {available} free, {wanted} asked.',
    todo: 'The ERP does not say when more of it comes: ask purchasing before you promise a day.',
  },
  'order.customer_overdue': {
    what: '{name} owes {overdue} {currency} past its day. Days late of the oldest: {days}.',
    todo: 'It stops nothing. Talk to the customer or to accounting before you promise more.',
  },
  'order.short_stock': {
    what: '{product}: {available} free, {wanted} asked.',
    todo: 'Agree on a later day for the rest (expected: {expected}).',
  },
  'order.erp_silent': {
    what: 'The ERP does not answer now, so credit and blocks are not known.',
    todo: 'Try again in a moment.',
  },
  'order.only_quotations': {
    what: 'In this pipeline deals become quotations alone. Orders are made from them in {name}.',
    todo: 'Make the order in {name}. An administrator can let a stage make orders, or name who approves them, under "Orders"{inSettings}.',
  },
  'order.no_cancel': {
    what: '{number} cannot be cancelled any more: something of it was delivered or invoiced.',
    todo: 'Settle it in the ERP, by a return or a credit note.',
  },
  'order.kept_delivered': {
    what: 'Not cancelled: goods of {number} were delivered already.',
    todo: 'If they come back, settle it in the ERP. Otherwise leave it as it is.',
  },
  'order.kept_invoiced': {
    what: 'Not cancelled: {number} was invoiced already.',
    todo: 'If it is not to be paid, settle it in the ERP with a credit note. Otherwise leave it as it is.',
  },
  'order.kept_paid': {
    what: 'Not cancelled: {number} was invoiced and paid already.',
    todo: 'If the money goes back, settle it in the ERP. Otherwise leave it as it is.',
  },
  'order.kept_delivered_invoiced': {
    what: 'Not cancelled: {number} was delivered and invoiced already.',
    todo: 'After a return, settle it in the ERP with a credit note. Otherwise leave it as it is.',
  },
  'order.kept_delivered_paid': {
    what: 'Not cancelled: {number} was delivered and paid already.',
    todo: 'After a return, settle it in the ERP with a credit note. Otherwise leave it as it is.',
  },
  'order.product_not_choosable': {
    what: 'This line cannot be of that product: {product}.',
    todo: 'It is not sold any more, shares its SKU with another, or the line was made from another product of the library. Choose another one, or make the line anew in HubSpot.',
  },
  'order.not_approved': {
    what: 'The order was declined: {by}.',
    todo: 'It stays a quotation. Talk to them, or change it; whoever presses "Convert to order" asks again.',
  },
  'order.no_reserve': {
    what: 'There is nothing left to reserve for {number}: it is reserved, or has left.',
    todo: 'Nothing to do. If the ERP says otherwise, refresh the card and look again.',
  },
  'order.no_release': {
    what: 'Nothing is reserved for {number} any more.',
    todo: 'Nothing to do. If the ERP says otherwise, refresh the card and look again.',
  },
  'order.number_kept': {
    what: 'HubSpot does not let the number {number} be taken off the deal, so the order is tied to it still.',
    todo: 'A rule of the HubSpot account wants a number there. Type another one into the property, or have an administrator of HubSpot change the rule; then untie again.',
  },
};
