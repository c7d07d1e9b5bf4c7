import { invalidFilter } from '../errors.ts';

export type Token =
  | { kind: 'word' | 'sign'; text: string }
  /** `literal` is what stands before the quotes: `datetime`, or nothing for a text. */
  | { kind: 'quoted'; literal: string; text: string }
  /** With the suffix of its type. */
  | { kind: 'number'; text: string; suffix: string };

const PATTERN =
  /\s*(?:(?<sign>[(),])|(?<literal>datetimeoffset|datetime|time|guid)?'(?<quoted>(?:[^']|'')*)'|(?<number>-?\d+(?:\.\d+)?)(?<suffix>[MmDdFfLl])?(?![\w.])|(?<word>[A-Za-z_][\w/]*))/y;

/** Of a `$filter` in OData 2. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  const text = source.trimEnd();
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < text.length) {
    const at = PATTERN.lastIndex;
    const groups = PATTERN.exec(text)?.groups;
    if (!groups) throw invalidFilter(text.slice(at, at + 20));
    const { sign, literal = '', quoted, number, suffix = '', word } = groups;
    if (quoted !== undefined) found.push({ kind: 'quoted', literal, text: quoted.replaceAll("''", "'") });
    else if (number !== undefined) found.push({ kind: 'number', text: number, suffix: suffix.toLowerCase() });
    else found.push(sign === undefined ? { kind: 'word', text: word ?? '' } : { kind: 'sign', text: sign });
  }
  return found;
}
