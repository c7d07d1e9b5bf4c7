/** Sentences about what follows a deletion on the other side. `satisfies` stands where they join the others. */
export const ARCHIVALS_EN = {
  'deletion.companies': 'When a company is deleted or archived',
  'deletion.contacts': 'When a contact is deleted or archived',
  'deletion.text':
    'Applies to what happens from the approval on, and to what was deleted or archived while the ERP was disconnected or writing was stopped. In the ERP a customer is only taken out of use; in HubSpot a record goes to the recycling bin, which keeps it for 90 days. Invoices and payments are not touched. Puente waits ten minutes. If invoices are unpaid, deals are open, or many records disappear in one day, it asks you first.',
  'deletion.whenDeletedInHubSpot': 'Deleted in HubSpot: its customer in the ERP',
  'deletion.whenDeletedInHubSpot.keep': 'stays as it is',
  'deletion.whenDeletedInHubSpot.archive': 'is archived',
  'deletion.whenDeletedInHubSpot.help':
    'If the record is restored in HubSpot, Puente puts a customer that it archived back into use. Archiving needs "Change fields in the ERP", which you tick when you approve.',
  'deletion.privacy': 'A deletion for privacy never archives anyone.',
  'deletion.whenGoneInErp': 'Archived or deleted in the ERP: its HubSpot record',
  'deletion.whenGoneInErp.keep': 'stays as it is',
  'deletion.whenGoneInErp.archive': 'goes to the recycling bin',
  'deletion.whenGoneInErp.help':
    'Only if no other customer in use is linked to it. From the recycling bin a person can restore it for 90 days; an app cannot. It needs "Change properties in HubSpot", which you tick when you approve.',

  'deletion.words.whenDeletedInHubSpot.keep': 'when a record is deleted in HubSpot, its customer in the ERP stays as it is.',
  'deletion.words.whenDeletedInHubSpot.archive': 'when a record is deleted in HubSpot, its customer in the ERP is archived.',
  'deletion.words.whenGoneInErp.keep': 'when a customer is archived or deleted in the ERP, its HubSpot record stays as it is.',
  'deletion.words.whenGoneInErp.archive':
    'when a customer is archived or deleted in the ERP, its HubSpot record goes to the recycling bin.',

  archivals: 'After a record was deleted or archived',
  'archivals.text.held': {
    one: '{count} waits for your decision. Until then it stays in use.',
    other: '{count} wait for your decision. Until then they stay in use.',
  },
  'archivals.column.what': 'What',
  'archivals.erp': 'Archive in the ERP: deleted in HubSpot, {moment}',
  'archivals.hubspot': 'Archive in HubSpot: deleted or archived in the ERP, {moment}',
  'archivals.customer': 'Customer no. {id}',
  'archivals.record': 'HubSpot record',
  'archivals.state.noticed': 'Planned',
  'archivals.state.held': 'You decide',
  'archivals.state.asked': 'Under way',
  'archivals.state.done': 'Archived',
  'archivals.state.restoring': 'Being taken back',
  'archivals.state.rejected': 'Refused',
  'archivals.state.kept': 'Left in use',
  'archivals.decidedBy': 'Decided by {name}, {moment}',
  'archivals.at.noticed': 'When: {moment}, unless it is restored before',
  'archivals.at.noticed.asks': {
    one: 'When: {moment}, unless it is restored before; {count} invoice is not settled, so you are asked first',
    other: 'When: {moment}, unless it is restored before; {count} invoices are not settled, so you are asked first',
  },
  'archivals.at.off': 'Waits: it goes no sooner than ten minutes after rules that want it are approved',
  'archivals.archive': 'Archive all the same',
  'archivals.keep': 'Leave it in use',
  'archivals.archived': 'It is being archived.',
  'archivals.kept': '{name} stays in use.',
  'archivals.all.erp': 'Archive all that wait in the ERP',
  'archivals.all.hubspot': 'Archive all that wait in HubSpot',
  'archivals.none.erp': 'Leave all of the ERP in use',
  'archivals.none.hubspot': 'Leave all of HubSpot in use',
  'archivals.all.title': 'Archive all of these?',
  'archivals.all.erp.text':
    'All customers that wait here for your decision are archived in the ERP, also those with unsettled invoices. Nothing is deleted.',
  'archivals.all.hubspot.text':
    'All records that wait here for your decision go to HubSpot’s recycling bin, also those with open deals or unsettled invoices. They can be restored by hand for 90 days.',
  'archivals.all.done': 'They are being archived.',
  'archivals.none.done': 'They stay as they are.',
  'customers.stop.archivals': {
    one: '{count} planned archiving waits, and any decision about it is forgotten: it is looked at again when rules that want it are approved.',
    other:
      '{count} planned archivings wait, and any decisions about them are forgotten: they are looked at again when rules that want them are approved.',
  },
};
