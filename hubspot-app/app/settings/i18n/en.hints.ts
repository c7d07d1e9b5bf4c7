/** Sentences about an ERP that tells of its changes. `satisfies` stands where they join the others. */
export const HINTS_EN = {
  'hint.title': 'Instant updates',
  'hint.tag.on': 'On',
  'hint.tag.off': 'Off',
  'hint.off':
    'Puente checks the ERP when somebody opens a card, more often while things change, and at least every 15 minutes. The ERP can also notify Puente of each change.',
  'hint.on': 'The ERP notifies Puente of its changes.',
  'hint.notSupported': 'Puente checks the ERP when somebody opens a card, more often while things change, and at least every 15 minutes.',
  'hint.install': 'Let Puente set them up',
  'hint.install.text': 'Used once, not stored.',
  'hint.installed': 'Set up. Changes now arrive within seconds.',
  'hint.byHand': 'Set them up by hand',
  'hint.address': 'Address to call',
  'hint.copy': 'Copy',
  'hint.copied': 'Copied.',
  'hint.remove': 'Turn off',
  'hint.removed': 'Turned off.',
  'hint.remove.text': 'If the connection may not remove it, enter an administrator here, or delete what calls this address in the ERP.',
};
