/** Sentences about what follows on one side when something is deleted or archived on the other. `satisfies` stands where they join the others. */
export const ARCHIVAL_CODES_EN = {
  'archival.many_erp': {
    what: '{count} linked HubSpot records were deleted within a day, out of {of}. Their customers are not archived in the ERP before you decide.',
    todo: 'Under "Customers"{inSettings}: archive them, or leave them in use.',
  },
  'archival.many_hubspot': {
    what: '{count} linked customers were archived or deleted in the ERP within a day, out of {of}. Their HubSpot records stay before you decide.',
    todo: 'Under "Customers"{inSettings}: archive the records, or leave them where they are.',
  },
  'archival.read_otherwise': {
    what: 'Since the ERP was connected again it reads other companies or as another user than before, and finds no such customer: this record stays in HubSpot.',
    todo: 'See whether the customer is still in the ERP. If it is gone, archive the record under "Customers"{inSettings}; otherwise leave it.',
  },
  'archival.erp_open_invoices': {
    what: 'The HubSpot record of this customer was deleted, and it has unsettled invoices ({count}): it is not archived in the ERP.',
    todo: 'Settle them, or decide under "Customers"{inSettings}: archive it all the same, or leave it in use.',
  },
  'archival.hubspot_open_invoices': {
    what: 'The customer is archived in the ERP but has unsettled invoices ({count}): this record stays in HubSpot.',
    todo: 'Settle them, or decide under "Customers"{inSettings}: archive the record all the same, or leave it.',
  },
  'archival.open_deals': {
    what: 'The customer is archived in the ERP, but this record has open deals ({count}): it stays in HubSpot.',
    todo: 'Close or move the deals, or decide under "Customers"{inSettings}: archive the record all the same, or leave it.',
  },
  'archival.refused_by_hubspot': {
    what: 'HubSpot did not let this record be archived ({reason}).',
    todo: 'Delete it by hand if it is to go, or leave it: decide under "Customers"{inSettings}.',
  },
  'archival.planned_asks': {
    what: 'The customer was archived or deleted in the ERP, and its invoices are not settled ({count}): a person is asked before this record goes to the recycling bin.',
    todo: 'Nothing to do until then. To keep the record, take the customer back into use in the ERP, or have an administrator leave it under "Customers" in the settings of Puente.',
  },
  'archival.put_off': {
    what: 'The customer was archived or deleted in the ERP. Puente archives nothing at present, so this record stays for now.',
    todo: 'An administrator sees in the settings of Puente what is paused, stopped or waits for a look; what happens to this record is decided when that goes on.',
  },
  'archival.planned': {
    what: 'The customer was archived or deleted in the ERP: this record goes to the recycling bin in about {minutes} min.',
    todo: 'Nothing to do if that is right; with open deals a person is asked first. Otherwise take the customer back into use in the ERP, or have an administrator leave it under "Customers" in the settings of Puente.',
  },
  'archival.restore_by_hand': {
    what: 'The customer is in use again in the ERP; its HubSpot record is in the recycling bin, where Puente put it.',
    todo: 'Restore the record in HubSpot within 90 days of its deletion (Actions, "Restore records"): it is linked again by itself. No app can restore it.',
  },
};
