/** Sentences about what people froze. `satisfies` stands where they join the others. */
export const FROZEN_EN = {
  'frozen.title': 'Frozen',
  'frozen.text': 'Someone froze these: both sides keep what they have, whatever the rules say.',
  'frozen.records': { one: '{count} whole record', other: '{count} whole records' },
  'frozen.fields': { one: '{count} field', other: '{count} fields' },
  'frozen.oneWay': {
    one: '{count} more record is not kept in step, because its rule only creates; it is not listed here.',
    other: '{count} more records are not kept in step, because their rule only creates; they are not listed here.',
  },
  'frozen.column.what': 'Frozen',
  'frozen.customer': 'In the ERP: {name}',
  'frozen.by': 'By {who} ({moment})',
  'frozen.whole': 'All its fields',
  'frozen.whole.done': 'The record is kept in step again.',
  'frozen.all': 'Unfreeze all',
  'frozen.all.title': 'Unfreeze everything?',
  'frozen.all.text': { one: '{count} record is kept in step again.', other: '{count} records are kept in step again.' },
  'frozen.all.consequence': 'What both sides hold differently by now is decided by the rules, and written. Each change can be taken back.',
  'frozen.all.done': { one: '{count} record is kept in step again.', other: '{count} records are kept in step again.' },
};
