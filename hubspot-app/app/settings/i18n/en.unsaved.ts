/** Sentences about what was edited and not saved. `satisfies` stands where they join the others. */
export const UNSAVED_EN = {
  'unsaved.title': 'Not saved: {tabs}',
  'unsaved.text': 'What you changed waits here while you look at other tabs. Leaving or reloading this page loses it.',
  'unsaved.tab': '{title} · not saved',
};
