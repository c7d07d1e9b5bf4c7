/** Sentences about what the ERP was asked to make. `satisfies` stands where they join the others. */
export const COMMAND_CODES_EN = {
  'command.waiting_organisation': {
    what: 'The company of this contact is not a customer of the ERP yet.',
    todo: 'Make the company a customer first, or link it on its card; the contact follows by itself.',
  },
  'command.waiting_review': {
    what: 'The ERP may have this customer already: {customers}.',
    todo: 'Decide under "To decide"{inSettings}, or on the card of the record: link one of them, or say that it is a new customer.',
  },
  'command.left': {
    what: 'The ERP may have this customer already, and a person left this record without one.',
    todo: 'Nothing to do: no rule asks for it again. On the card of the record it can be linked, or made a customer.',
  },
  'command.not_wanted': {
    what: 'A person said on the card that this record is not to become a customer.',
    todo: 'Nothing to do: no rule or workflow asks for it again. On the card of the record it can still be created.',
  },
  'command.being_made': {
    what: '{name} is making this customer at this moment.',
    todo: 'Wait until the card says what came of it. If it is not wanted, press "Remove link…" then, and archive it in the ERP.',
  },
  'command.decided': {
    what: 'Somebody decided this meanwhile, or it is not asked any more.',
    todo: 'Reload the page: it shows how it stands.',
  },
  'command.waiting_trial': {
    what: 'The first ten records are written and looked at before the rest.',
    todo: 'An administrator confirms them under "Customers"{inSettings}; then it goes on by itself.',
  },
  'command.decide_first': {
    what: 'A person has to decide here first.',
    todo: 'Open the record and decide on its card; then it goes on by itself.',
  },
  'command.trial_first': {
    what: 'The first ten records are looked at before the rest is written.',
    todo: 'Confirm them under "Customers"{inSettings}; then it goes on by itself.',
  },
  'command.waiting_other': {
    what: 'Another record with the same tax ID is being made a customer ({record}).',
    todo: 'Nothing to do: when that one is done, this one is looked at again. If both are the same company, merge them in HubSpot.',
  },
  'command.waiting_lists': {
    what: 'HubSpot does not say at the moment which lists this record is in.',
    todo: 'Nothing to do: it is asked again every minute.',
  },
  'command.answer_unknown': {
    what: 'The ERP did not say whether it made the customer.',
    todo: 'Nothing to do: Puente looks it up in the ERP and only tries again if it is not there. It is never made twice.',
  },
  'command.refused': {
    what: 'The ERP refused. Its answer: "{message}"',
    todo: 'Correct what the ERP complains about ({fields}) on the HubSpot record or in the ERP, then retry.',
  },
  'command.rejected': {
    what: 'The ERP did not create the customer. Its answer: "{message}"',
    todo: 'Correct what the ERP complains about ({fields}) on the HubSpot record, then try again.',
  },
  'erp.no_right_to_customers': {
    what: 'The user of the ERP connection may not create or change customers: {message}',
    todo: 'Whoever runs the ERP gives that user the right to create and change customers; then retry.',
  },
  'command.order_rejected': {
    what: 'The ERP refused. Its answer: "{message}"',
    todo: 'Correct what the ERP complains about ({fields}) on the deal, in the order rules or in the ERP, then retry.',
  },
  'command.archiving_rejected': {
    what: 'The ERP did not archive the customer, or did not take it back into use. Its answer: "{message}"',
    todo: 'Mend in the ERP what it complains about and retry, or change the customer there by hand.',
  },
  'command.change_unknown': {
    what: 'The ERP did not say whether it changed the customer.',
    todo: 'Nothing to do: Puente does it again as soon as the ERP can have no more to do with it. Twice is the same as once.',
  },
  'command.copied': {
    what: 'The ERP has {count} customers that carry the key of this one: somebody copied it there.',
    todo: 'Nothing is made twice: the oldest one is used. Archive the copies in the ERP, or take the key off them.',
  },
  'command.gone': {
    what: 'The customer that was made from this record was deleted in the ERP.',
    todo: 'Nothing to do if that is right: it is not made again by itself. Otherwise make it again on the card, or link another customer there.',
  },
};
