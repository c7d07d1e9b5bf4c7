const LINE = 40;
const LINES = ['OrganizationBPName1', 'OrganizationBPName2', 'OrganizationBPName3', 'OrganizationBPName4'] as const;
export const LONGEST_NAME = LINE * LINES.length;

/** What the name of a person, or of an organisation, is in the fields of a partner. */
export function nameParts(name: string, isPerson: boolean): Record<string, string> {
  const text = name.trim().replace(/\s+/g, ' ');
  if (isPerson) {
    const at = text.indexOf(' ');
    return at < 0 ? { FirstName: '', LastName: text } : { FirstName: text.slice(0, at), LastName: text.slice(at + 1) };
  }
  const lines = linesOf(text);
  return Object.fromEntries(LINES.map((field, at) => [field, lines[at] ?? '']));
}

/** Parted where words end, as people do it; what is too long for that is cut. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const fits = lines.length <= LINES.length && lines.every((line) => line.length <= LINE);
  return fits ? lines : LINES.map((_, at) => text.slice(at * LINE, (at + 1) * LINE));
}
