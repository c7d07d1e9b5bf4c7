/** Sentences about the first ten records that were written. `satisfies` stands where they join the others. */
export const TRIAL_EN = {
  'trial.created': { one: '{count} customer created.', other: '{count} customers created.' },
  'trial.written': { one: '{count} field changed.', other: '{count} fields changed.' },
  'trial.waiting': { one: '{count} record waits for your answer.', other: '{count} records wait for your answer.' },
  'trial.goOn': {
    one: 'Going on writes the {count} record that waits, and from then on every change by itself.',
    other: 'Going on writes the {count} records that wait, and from then on every change by itself.',
  },
  'trial.writing':
    'The first ones are still being written. You can go on when they are done; if you see already that they are wrong, you need not wait.',
  'trial.goOn.none': 'Nothing waits. Going on lets every later change be written by itself.',
  'trial.wrong': 'They are wrong',
  'trial.wrong.title': 'What shall become of them?',
  'trial.wrong.text': 'Stop, and nothing more is written: your rules become a draft that you can correct, and what was written stays.',
  'trial.wrong.undo': 'To put back the fields that were changed, do that first: after the stop it is no longer possible here.',
  'trial.wrong.undo.do': 'Put the changed fields back',
  'trial.wrong.created': {
    one: '{count} customer was created and stays in the ERP. If it is wrong, archive it there.',
    other: '{count} customers were created and stay in the ERP. Those that are wrong are archived there.',
  },
  'trial.undoing': {
    one: 'A change of {count} record is still being taken back; stopping now leaves it as it is.',
    other: 'Changes of {count} records are still being taken back; stopping now leaves them as they are.',
  },
  'trial.undoing.now': {
    one: '{count} record is being put back. Wait for it before you stop: stopping now leaves it as it is.',
    other: '{count} records are being put back. Wait for them before you stop: stopping now leaves them as they are.',
  },
};
