/** Sentences about the rules of customers. `satisfies` stands where they join the others. */
export const MAPPING_CODES_EN = {
  'customers.property_unknown': {
    what: 'HubSpot has no property {property}.',
    todo: 'Choose another property in the line that names it, or remove the line, then save again.',
  },
  'customers.list_missing': {
    what: 'A condition speaks of a HubSpot list, and none is chosen.',
    todo: 'Choose a list in that condition, or remove it, then save again.',
  },
  'customers.list_unknown': {
    what: 'HubSpot has no list "{list}" of such records any more.',
    todo: 'Choose another list in the condition that names it, or remove it, then save again.',
  },
  'customers.list_gone': {
    what: 'A condition under "Customers" speaks of a HubSpot list that was deleted: {lists}. It makes no customers any more; everything else goes on.',
    todo: 'Restore the list in HubSpot, or choose another one in that condition and approve the change.',
  },
  'customers.lists_withheld': {
    what: 'HubSpot does not let Puente read lists, so that no member of a list becomes a customer by itself.',
    todo: 'Install Puente again and agree to that permission. Who joined until then is found as soon as lists can be read.',
  },
  'customers.lists_silent': {
    what: 'HubSpot has not said for some minutes which lists records are in. Whom only a list makes a customer waits; everything else goes on.',
    todo: 'Nothing to do: we ask again every minute. If it lasts for hours, tell HubSpot support.',
  },
  'customers.field_unknown': {
    what: 'The ERP has no field {field}.',
    todo: 'Choose another field in the line that names it, or remove the line, then save again.',
  },
  'customers.types_differ': {
    what: 'The property {property} and the field {field} hold different kinds of values.',
    todo: 'Choose two of the same kind, or create a HubSpot property like the field, then save again.',
  },
  'customers.property_read_only': {
    what: 'The property {property} cannot be changed from outside HubSpot.',
    todo: 'Let its line go to the ERP only, or choose another property, then save again.',
  },
  'customers.field_read_only': {
    what: 'The field {field} cannot be changed from outside the ERP.',
    todo: 'Let its line go to HubSpot only, or choose another field, then save again.',
  },
  'customers.rule_idle': {
    what: 'The line of {property} and {field} goes one way, and the side that shall win there is never written.',
    todo: 'Let the side it comes from win, or choose "fill if empty" or "ask me", or let the line go both ways; then save again.',
  },
  'customers.field_twice': {
    what: 'The ERP field {field} stands in two lines.',
    todo: 'Remove one of them, then save again.',
  },
  'customers.property_twice': {
    what: 'The HubSpot property {property} stands in two lines.',
    todo: 'Remove one of them, then save again.',
  },
  'customers.not_offered': {
    what: 'This ERP can only be read: customers cannot be created or changed there.',
    todo: 'Nothing to do: what the ERP says is still shown on the cards.',
  },
  'customers.nothing_saved': {
    what: 'No rules for customers have been saved yet.',
    todo: 'Save the rules under "Customers" first.',
  },
  'customers.connection_first': {
    what: 'The connection to this ERP is not approved yet, so no dry run can be made.',
    todo: 'Look at its preview under "Overview" and approve it; then start the dry run. The saved rules stay.',
  },
  'customers.not_previewed': {
    what: 'There is no complete dry run of these rules yet.',
    todo: 'Start the dry run, look at it, then approve.',
  },
  'settings.changed_meanwhile': {
    what: 'Somebody else changed this meanwhile, so nothing was saved.',
    todo: 'Look at what is saved now, then do it again.',
  },
  'customers.changed_meanwhile': {
    what: 'Somebody else changed these rules meanwhile, so nothing was saved.',
    todo: 'Look at what is saved now, then do it again.',
  },
  'customers.trial_first': {
    what: 'The first ten records were not looked at yet, so nothing is written for all.',
    todo: 'Look at them above and go on; then decide this again.',
  },
  'customers.preview_outdated': {
    what: 'Somebody saved, looked or approved since the dry run you saw, so nothing was approved.',
    todo: 'Look at the newest dry run, or start one, then approve.',
  },
  'customers.no_room': {
    what: 'The HubSpot account has no room for another property.',
    todo: 'Delete a property that nobody uses in HubSpot, or map the field to one that is there.',
  },
  'customers.not_by_hand': {
    what: 'Customers are not made by hand in this ERP.',
    todo: 'An administrator can allow it under "Customers"{inSettings}.',
  },
  'mapping.property_gone': {
    what: 'The mapped property {property} no longer exists in HubSpot.',
    todo: 'Choose another one for its line under "Customers", or remove the line. All other fields are still kept in step.',
  },
  'mapping.field_gone': {
    what: 'The mapped field {field} no longer exists in the ERP.',
    todo: 'Choose another one for its line under "Customers", or remove the line. All other fields are still kept in step.',
  },
};
