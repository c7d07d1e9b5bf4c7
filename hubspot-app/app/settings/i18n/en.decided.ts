/** Sentences about what was decided. `satisfies` stands where they join the others. */
export const DECIDED_EN = {
  'unmatched.createNone': 'Create selected in HubSpot',
  'unmatched.createChosen': { one: 'Create {count} selected in HubSpot', other: 'Create {count} selected in HubSpot' },
  'unmatched.create.title': 'Create records in HubSpot?',
  'unmatched.create.count': { one: '{count} customer is selected.', other: '{count} customers are selected.' },
  'unmatched.create.text':
    'Each is looked for once more. Where nothing is found, its record is created and linked; where another one has the same name, you are asked.',
  'unmatched.create.not':
    'No record can be made of persons without an e-mail address of their own, of firms that share their tax ID with another one in the same books, and of what the ERP archived.',
  'unmatched.created': {
    one: 'Its record is being created in HubSpot.',
    other: 'The records of {count} customers are being created in HubSpot.',
  },
  'unmatched.created.partly': {
    one: '{count} of them was left as it is: it was decided meanwhile, or no record can be made of it.',
    other: '{count} of them were left as they are: they were decided meanwhile, or no record can be made of them.',
  },

  'decided.title': 'Decided',
  'decided.text':
    'What people and rules decided about customers, and who undid it, the newest first. Decisions about single fields are under "Customers", in the field history.',
  'decided.about': 'Find a record',
  'decided.about.help':
    'Find a record by the name or number of the ERP customer, the name of the HubSpot company, or the address of its record.',
  'decided.by': 'Decided by',
  'decided.by.people': 'People',
  'decided.by.rules': 'Rules',
  'decided.by.all': 'Both',
  'decided.none': 'Nothing was decided that this filter shows.',
  'decided.column.what': 'Customer and record',
  'decided.column.decision': 'Decision',
  'decided.kind.linked': 'Linked',
  'decided.kind.refused': 'Not the same',
  'decided.kind.not_yet': 'No customer yet',
  'decided.kind.left_out': 'Left out',
  'decided.kind.left': 'Left without customer',
  'decided.made': 'Created for each other',
  'decided.customer': 'ERP: {customer}',
  'decided.record': 'HubSpot:',
  'decided.gone': 'No. {id} (no longer in the ERP)',
  'decided.who': 'By {who}, {moment}',
  'decided.who.rule': 'By a rule ({rule}), {moment}',
  'decided.sometime': 'earlier',
  'decided.takenBack': 'Undone by {who}, {moment}',
  'decided.takenBack.itself': 'No longer valid since {moment}',
  'decided.undo': 'Undo',
  'decided.undo.linked':
    '"{customer}" leaves "{record}", which shows its figures no more. Fields that Puente filled in meanwhile keep their values. The two are not linked again automatically; the customer is listed as not found.',
  'decided.undo.refused': '"{customer}" and "{record}" may be the same again: the customer is looked for anew and linked, or asked about.',
  'decided.undo.left_out': '"{customer}" is looked for in HubSpot again, and linked, asked about or listed as not found.',
  'decided.undone': 'Undone.',
};
