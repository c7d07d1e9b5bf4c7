/** Sentences about what follows when a change is taken back. `satisfies` stands where they join the others. */
export const UNDO_EN = {
  'undo.next':
    'Your rule here is "{rule}" ({direction}). It does not write the value again by itself: the next edit of the field in {other} does.',
  'undo.next.corrected': 'So does an edit of it in {here}: the rule puts it right from {other}.',
  'undo.stays': 'Your rule here is "fill if empty": it does not write over this value.',
  'undo.freeze': 'To keep the value whatever is edited, freeze the field as well.',
  'undo.andFreeze': 'Undo and freeze',
  'undo.andFreeze.done': '{label}: the value before is put back, and the field of this record is frozen.',
  'undo.many':
    'Your rules do not write these values again by themselves. The next edit of such a field on the other side does, unless the field is frozen or its rule is "fill if empty".',
};
