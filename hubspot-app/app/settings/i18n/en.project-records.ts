/** Sentences about projects as records of HubSpot. `satisfies` stands where they join the others. */
export const PROJECT_RECORDS_EN = {
  'projectRecords.label': 'Make a HubSpot record of each project',
  'projectRecords.text':
    'Each project that stands on a deal gets one record, tied to the deal and its company: name, stage, dates, tasks and hours as the ERP has them. The ERP writes it and nothing goes back; what you change in other properties stays.',
  'projectRecords.none': 'No records: card and deal properties only',
  'projectRecords.services': 'Services',
  'projectRecords.projects': 'Projects',
  'projectRecords.counts': '{object}: {toMake} more records would be made, {made} are there.',
  'projectRecords.deleted': '{deleted} were deleted in HubSpot and are not made again.',
  'projectRecords.needs_permission':
    '{object}: Puente has no permission for this object. Ask your HubSpot administrator to install Puente again and to accept it. Everything else works without it.',
  'projectRecords.not_in_account':
    '{object}: not switched on in this HubSpot account. An administrator of HubSpot switches it on in its data model; then open this page again.',
  'projectRecords.unknown': '{object}: HubSpot does not answer well at the moment. Open this page again in a minute.',
  'projectRecords.noDoneStage':
    'HubSpot does not say which stage means finished, so a record keeps its stage when its project is done. The property "ERP project status" says it.',
  'projectRecords.on': 'The records are being made.',
  'projectRecords.off': 'No more records are made or changed. Those that are there stay.',
};
