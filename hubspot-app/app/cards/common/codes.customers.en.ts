/** Sentences about what is missing or wrong on a customer. `satisfies` stands where they join the others. */
export const CUSTOMER_CODES_EN = {
  'customer.field_missing': {
    what: 'The ERP needs "{field}", and HubSpot has nothing in "{property}".',
    todo: 'Fill it in on the HubSpot record. For what is the same for all customers, such as a group, give a default under "Customers"{inSettings}.',
  },
  'customer.tax_id_malformed': {
    what: '{taxId} is no tax ID of {country}: {form}.',
    todo: 'Correct the tax ID on the HubSpot record, or the country if that is wrong.',
  },
  'customer.tax_id_check_digit': {
    what: 'The check digit of the {taxIdKind} {taxId} does not fit: a digit may be mistyped.',
    todo: 'Compare it with a document of the customer. It is sent as it is.',
  },
  'customer.tax_id_generic': {
    what: '{taxId} is a tax ID that many share, so it identifies nobody.',
    todo: 'Enter the customer’s own tax ID if it has one. With the general one the customer is found by other facts only.',
  },
  'customer.tax_id_not_in_vies': {
    what: 'The EU’s VIES service does not know the VAT number {taxId}.',
    todo: 'Compare it with a document of the customer. Firms that are not registered for trade between EU countries are not in VIES: if the number is right, have the customer created from the card, or leave it as it is.',
  },
  'customer.country_unknown': {
    what: '"{text}" is no country that we recognise.',
    todo: 'Write the country in full or as its two-letter code (for example MX) on the HubSpot record.',
  },
  'customer.state_unknown': {
    what: '"{text}" is no state of {country} that the ERP knows.',
    todo: 'Write the state on the HubSpot record as the ERP has it, or leave it empty.',
  },
  'customer.state_unnamed': {
    what: 'The ERP does not tell what the state {state} is called.',
    todo: 'Allow Puente’s user of the ERP to read the list of states, then save the rules under "Customers" again: they take the names over.',
  },
  'customer.made_before': {
    what: 'A customer was made of this record once, and the two are no longer linked.',
    todo: 'Nothing to do: no rule makes another. On the card of the record it can be linked, or made a customer again.',
  },
  'customer.no_condition_met': {
    what: 'No condition for making customers is met: what it asks for is empty, or says something else.',
    todo: 'Where one should become a customer, fill that in on the record, or add a condition.',
  },
  'customer.value_unknown': {
    what: 'The other side has no value like "{value}" for "{field}".',
    todo: 'Add it to the translation of this field under "Customers"{inSettings}, or choose another value.',
  },
  'customer.value_too_long': {
    what: 'The value for "{field}" is longer than the {most} characters that fit.',
    todo: 'Shorten it; nothing is cut off by itself.',
  },
  'customer.email_invalid': { what: '"{text}" is no e-mail address.', todo: 'Correct the address on the record.' },
  'customer.number_invalid': { what: '"{value}" is no number, as "{field}" asks for.', todo: 'Correct the value on the record.' },
  'customer.date_invalid': { what: '"{value}" is no date, as "{field}" asks for.', todo: 'Correct the value on the record.' },
  'field.refused_by_erp': {
    what: 'The ERP does not accept the value for "{field}": {message}',
    todo: 'Correct the value in HubSpot or in the ERP; it is then tried again by itself. Until then both sides keep what they have.',
  },
  'field.no_right': {
    what: 'The user of the ERP connection may not change customers: {message}',
    todo: 'Whoever runs the ERP gives that user the right to change customers. It is then tried again by itself every night, or at once when you retry. Until then both sides keep what they have.',
  },
  'field.refused_by_hubspot': {
    what: 'HubSpot does not accept the value for the property {property} ({reason}).',
    todo: 'Correct the value in the ERP, or the property in HubSpot; it is then tried again by itself.',
  },
  'relation.company_unlinked': {
    what: 'In HubSpot this record belongs to {company}, which is no customer of the ERP (yet), so the ERP was not told.',
    todo: 'Link {company} to its customer, or have it created in the ERP, from its card; the rest then follows by itself. Until then both sides keep what they have.',
  },
  'relation.organisation_unlinked': {
    what: 'In the ERP this record belongs to {organisation}, which is linked to no HubSpot company (yet), so HubSpot was not told.',
    todo: 'Link {organisation} to its HubSpot company under "To decide"{inSettings}, or on the card of the company; the rest then follows by itself.',
  },
  'relation.person_cannot_move': {
    what: 'In HubSpot this contact belongs to {company}. In the ERP it stands under {organisation}, and the ERP moves no contact persons.',
    todo: 'On the card of this contact press "Remove link…", then "Create in …": the person is made under {company}, and the one under {organisation} stays as it is. If HubSpot is wrong, correct the primary company there.',
  },
  'field.not_undoable': {
    what: 'This change can no longer be taken back: somebody did so already, or the value has changed since.',
    todo: 'Look at the history again, and change the value by hand in HubSpot or in the ERP.',
  },
  'customers.proposal_missing': {
    what: 'No field is mapped: the ERP had not said which fields it has when these rules were proposed. Nothing was saved.',
    todo: 'Load this page again once the ERP answers: then a mapping is proposed.',
  },
};
