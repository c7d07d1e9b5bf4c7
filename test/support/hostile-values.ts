/** An id that nothing has. */
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** What nobody in good faith sends, in place of any value. */
export const HOSTILE: unknown[] = [
  'a\0b',
  '\0',
  '\ud800',
  'a\udc00',
  'x'.repeat(10_000),
  '',
  null,
  7,
  -1,
  [],
  {},
  { '\0': '\0' },
  UNKNOWN,
  '0-3',
  "';--",
];
