/** Sentences about orders of deals. `satisfies` stands where they join the others. */
export const ORDER_CODES_EN = {
  'order.refused': {
    what: 'The ERP refused. Its answer: "{message}"',
    todo: 'Correct what the ERP complains about ({fields}) on the deal, in the order rules or in the ERP, then retry.',
  },
  'order.no_company': {
    what: 'The deal has neither a company nor a contact.',
    todo: 'Associate the company that buys with the deal; then it goes on by itself.',
  },
  'order.no_lines': {
    what: 'The deal has no line items.',
    todo: 'Add what is sold to the deal, then retry.',
  },
  'order.zero_amount': {
    what: 'The deal adds up to nothing.',
    todo: 'Put prices on its line items, then retry.',
  },
  'order.no_placeholder': {
    what: 'The product that stands for unknown ones is not sold in the ERP.',
    todo: 'An administrator chooses another one under "Orders"{inSettings}.',
  },
  'order.no_currency': {
    what: 'The deal names no currency.',
    todo: 'Choose the currency of the deal, then retry.',
  },
  'order.mixed_currency': {
    what: 'The deal is in {deal}, one of its lines in {line}.',
    todo: 'Bring all lines to the currency of the deal, then retry.',
  },
  'order.no_price': {
    what: 'Lines without a price: {product}.',
    todo: 'Type their prices, or let the ERP give them (order rules), then retry.',
  },
  'order.negative_price': {
    what: 'Lines with a negative price: {product}.',
    todo: 'Use a discount instead, then retry.',
  },
  'order.quantity_not_positive': {
    what: 'Lines without a quantity, or with a negative one: {product}.',
    todo: 'Correct the quantities, then retry.',
  },
  'order.discount_over_100': {
    what: 'Lines with a discount of more than their price: {product}.',
    todo: 'Correct the discounts, then retry.',
  },
  'order.unknown_product': {
    what: 'The ERP does not know: {product}.',
    todo: 'Edit the line items of the deal in HubSpot: take a product of the library in its place, or correct its SKU. Then try again.',
  },
  'order.sku_missing': {
    what: 'Lines of products that the ERP does not know have no SKU: {product}.',
    todo: 'Edit the line items of the deal in HubSpot: type their SKUs, or take products of the library in their place. Then try again.',
  },
  'order.sku_too_long': {
    what: 'The SKU {product} is longer than the ERP takes: at most {most} characters.',
    todo: 'Shorten it on the line item, then retry.',
  },
  'order.no_manual_codes': {
    what: 'The ERP numbers its products by itself, so {product} cannot become one with this SKU.',
    todo: 'Make the product in the ERP, or let somebody there add a manual numbering series for items; then retry.',
  },
  'order.no_right_to_products': {
    what: 'The user of the ERP connection may not make products: {message}',
    todo: 'Give that user the right to create products in the ERP, then retry.',
  },
  'order.product_refused': {
    what: 'The ERP refuses to make the product {product}: {message}',
    todo: 'Correct what it complains about on the deal, in the order rules or in the ERP, then retry.',
  },
  'order.product_to_make': {
    what: 'The ERP does not know these yet and makes them first: {product}.',
    todo: 'Nothing to do if the SKUs are right.',
  },
  'order.waiting_product': {
    what: 'The ERP is to make these products first: {product}.',
    todo: 'Nothing to do: the order follows by itself.',
  },
  'order.product_answer_unknown': {
    what: 'The ERP did not say whether it made the product.',
    todo: 'Nothing to do: Puente looks for its SKU in the ERP first. It is never made twice.',
  },
  'order.sending_unknown': {
    what: 'The ERP did not say whether it sent the e-mail.',
    todo: 'Look at the document in the ERP, and send it there if it did not go. Puente does not send it again.',
  },
  'order.not_sendable': {
    what: 'The ERP cannot send this by itself: {document}.',
    todo: 'Only quotations that are open and invoices that are issued are sent, and only by newer versions of the ERP.',
  },
  'order.no_address': { what: 'The customer of {document} has no e-mail address in the ERP.', todo: 'Type it there, then retry.' },
  'order.mail_server_failed': {
    what: 'The e-mail with {document} did not leave: the ERP could not reach its outgoing mail server.',
    todo: 'Have the outgoing mail server checked in the ERP, then send it again.',
  },
  'order.mail_refused': {
    what: 'The e-mail with {document} was not accepted: {message}',
    todo: 'Check the customer’s e-mail address in the ERP, then send it again.',
  },
  'order.no_amount': {
    what: 'The deal has neither line items nor an amount above zero.',
    todo: 'Add what is sold to the deal, or type its amount, then retry.',
  },
  'order.no_right_to_orders': {
    what: 'The user of the ERP connection may not do this with orders: {message}',
    todo: 'Whoever runs the ERP gives that user the right to make and change sales orders; then retry.',
  },
  'order.no_right_to_send': {
    what: 'The user of the ERP connection may not send e-mails of documents: {message}',
    todo: 'Whoever runs the ERP gives that user the right to send quotations and invoices; then retry.',
  },
  'order.no_key_field': {
    what: 'The ERP has no field in which a quotation can carry the key of Puente.',
    todo: 'Whoever runs the ERP adds the field {field} ({size} characters) to quotations and orders; then retry.',
  },
  'order.no_such_choice': {
    what: 'The ERP does not have what the order rules chose any more: {choice}.',
    todo: 'An administrator chooses again under "Orders"{inSettings}; then retry.',
  },
  'order.asks_person': {
    what: 'The ERP asks a person something before it goes on with {order}.',
    todo: 'Open the order in the ERP, press its button there and answer; then retry.',
  },
  'order.document_gone': {
    what: 'The document is not in the ERP any more.',
    todo: 'Nothing to do if that is right. Otherwise make it again in the ERP.',
  },
  'order.ambiguous_product': {
    what: 'Several products of the ERP have the same SKU: {product}.',
    todo: 'Choose the product from the library, or make the SKU unique in the ERP, then retry.',
  },
  'order.product_not_sold': {
    what: 'The ERP does not sell any more: {product}.',
    todo: 'Take another product, or put it on sale in the ERP, then retry.',
  },
  'order.product_of_other_company': {
    what: 'Products of another company of the ERP: {product}.',
    todo: 'Take a product of the company that sells, or change the company in the order rules.',
  },
  'order.customer_blocked': {
    what: 'The ERP has blocked the customer: {message}',
    todo: 'Ask accounting to unblock the customer, then retry.',
  },
  'order.customer_archived': {
    what: 'The customer {customer} is archived in the ERP.',
    todo: 'Take it back into use in the ERP, or link another customer, then retry.',
  },
  'order.own_company': {
    what: '{company} is the company that sells: nothing is ordered from oneself.',
    todo: 'Put the customer on the deal, or choose another company in the order rules; then retry.',
  },
  'order.customer_gone': {
    what: 'The customer is not in the ERP any more.',
    todo: 'Link another customer with the company on its card, then retry.',
  },
  'order.no_price_list': {
    what: 'The ERP has no price list in {currency}.',
    todo: 'An administrator chooses one under "Orders", or makes one in the ERP; then retry.',
  },
  'order.project_missing': {
    what: 'The service {product} needs a project in the ERP before it can be ordered.',
    todo: 'Choose its project in the ERP, then retry.',
  },
  'order.not_amendable': {
    what: 'The ERP does not let this order be changed: {message}',
    todo: 'Change it in the ERP, or bring the deal back to what was agreed.',
  },
  'order.not_cancellable': {
    what: 'The ERP does not let this order be cancelled: {message}',
    todo: 'Cancel it in the ERP, after returns and credit notes.',
  },
  'order.not_offered': {
    what: 'Orders cannot be made in this ERP.',
    todo: 'An administrator chooses another ERP for the pipeline, or turns the module for sales on.',
  },
  'order.no_rules': {
    what: 'No order rules speak of the pipeline of this deal.',
    todo: 'An administrator makes them under "Orders"{inSettings}.',
  },
  'order.gone': {
    what: 'The order is not in the ERP any more.',
    todo: 'Nothing to do if that is right. Otherwise make it again on the card.',
  },
  'order.waiting_customer': {
    what: 'The company or contact of this deal is not a customer of the ERP yet.',
    todo: 'Make it a customer on its card, or link it there; the order follows by itself.',
  },
  'order.waiting_difference': {
    what: 'The ERP makes {erp} {currency} of it, the deal says {deal} {currency} (net of tax).',
    todo: 'Compare both on the card: accept the ERP’s amount, or correct the deal and bring the quotation to it.',
  },
  'order.waiting_lines': {
    what: 'The deal changed after the quotation was made, at the same total: {product}.',
    todo: 'Compare both on the card: change the quotation to what the deal says, or take it as it is.',
  },
  'order.waiting_signed': {
    what: 'The ERP makes {erp} of it, the HubSpot quote that was signed says {signed} {currency}.',
    todo: 'Compare both: take the ERP’s amount on the card, or bring the deal and the quotation to what was signed.',
  },
  'order.waiting_signed_unread': {
    what: 'A HubSpot quote of the deal was signed, and its amount cannot be read.',
    todo: 'Compare it with the quotation of the ERP, and take that on the card if both agree.',
  },
  'order.waiting_approval': {
    what: 'The quotation needs approval before it becomes an order.',
    todo: 'Someone who can approve it has to press "Approve" on the card of the deal.',
  },
  'order.waiting_merge': {
    what: 'The deal was merged with another one.',
    todo: 'Nothing to do: it goes on with the deal that stayed.',
  },
  'order.waiting_reading': {
    what: 'The quotation was found in the ERP, and what is in it is not read yet.',
    todo: 'Nothing to do: it goes on by itself in a moment.',
  },
  'order.answer_unknown': {
    what: 'The ERP did not say whether it made the quotation.',
    todo: 'Nothing to do: Puente looks it up in the ERP and only tries again if it is not there. It is never made twice.',
  },
  'order.change_unknown': {
    what: 'The ERP did not say whether it changed the order.',
    todo: 'Nothing to do: Puente does it again as soon as the ERP can have no more to do with it. Twice is the same as once.',
  },
  'order.copied': {
    what: 'The ERP has {count} orders that carry the key of this one: somebody copied it there.',
    todo: 'Nothing is made twice: the oldest one is used. Cancel the copies in the ERP, or take the key off them.',
  },
  'order.recurring_lines': {
    what: 'Recurring lines become ordinary lines of the order: {product}.',
    todo: 'Nothing to do, unless the ERP is to bill them again and again: then set that up there.',
  },
  'order.two_orders': {
    what: 'Deals were merged that both had an order: {numbers}.',
    todo: 'Look at both in the ERP, and cancel the one that is too many.',
  },
  'order.deal_deleted': {
    what: 'The deal of order {number} was deleted in HubSpot; the order stays in the ERP.',
    todo: 'Cancel the order in the ERP if it is not wanted any more, or restore the deal.',
  },
  'order.number_of_other_deal': {
    what: 'The order number {number} stands on another deal, too: {deals}.',
    todo: 'One order counts for one deal: correct the number, or take it off the deal that is not meant.',
  },
  'order.stage_gone': {
    what: 'The order rules speak of a stage that HubSpot has no more ({stage}).',
    todo: 'Choose another stage for the rule, and save.',
  },
  'order.property_gone': {
    what: 'The order rules speak of a property of deals that HubSpot has no more ({property}).',
    todo: 'Choose another property that turns a quotation into an order, and save.',
  },
  'order.not_yours_to_approve': {
    what: 'You may not approve orders.',
    todo: 'Ask one of those who may: {approvers}.',
  },
  'order.nothing_to_decide': {
    what: 'There is nothing to decide here any more.',
    todo: 'Look at the card again: somebody else was faster.',
  },
  'order.tied_elsewhere': {
    what: 'This order belongs to another deal.',
    todo: 'Take it off that deal first.',
  },
  'order.waiting_credit': {
    what: 'The order would go over the customer’s credit limit by {over} {currency}.',
    todo: 'It goes on by itself once there is room. If it was agreed with accounting, press "Convert to order" on the card of the deal.',
  },
  'orders.changed_meanwhile': {
    what: 'Somebody else changed the order rules meanwhile.',
    todo: 'Load the page again and make your changes once more.',
  },
  'orders.placeholder_missing': {
    what: 'A product is needed that stands for unknown ones.',
    todo: 'Choose it, or let such deals stop.',
  },
  'orders.connection_unknown': {
    what: 'The ERP of a pipeline is not connected any more.',
    todo: 'Choose another ERP for the pipeline.',
  },
  'orders.in_use': {
    what: 'The order rules speak of this ERP: its orders are read for them.',
    todo: 'Take it out of the rules on the tab Orders first.',
  },
  'orders.nothing_saved': {
    what: 'Nothing was saved for this pipeline yet.',
    todo: 'Save the rules first, then confirm them.',
  },
  'order.currency_not_allowed': {
    what: 'The ERP does not let this customer order in {currency}.',
    todo: 'Change the currency of the deal, or allow it on the customer in the ERP.',
  },
  'order.company_unknown': {
    what: 'The ERP has no company or branch {company} that the user may use.',
    todo: 'Choose another one in the rule.',
  },
  'order.approval_refused': {
    what: 'Somebody in the ERP refused to approve this document, or withdrew it.',
    todo: 'Approve it there later, or delete the draft and confirm again.',
  },
};
