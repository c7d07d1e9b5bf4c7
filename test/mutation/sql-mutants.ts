import type { Mutant } from './mutant.ts';

const LOOKS_LIKE_SQL =
  /\b(?:select|insert into|update \w+|delete from|where|coalesce\(|exists \()|\b(?:and|or) \w+\.\w|\b\w+\.\w+ (?:[<>=]|<>|<=|>=|is|in) /;

export const isSql = (text: string): boolean => LOOKS_LIKE_SQL.test(text);

/** What is replaced by what, wherever it stands. */
const SWAPS: readonly [RegExp, string][] = [
  [/ < /g, ' <= '],
  [/ < /g, ' >= '],
  [/ <= /g, ' < '],
  [/ > /g, ' >= '],
  [/ > /g, ' <= '],
  [/ >= /g, ' > '],
  [/ = /g, ' <> '],
  [/ <> /g, ' = '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/ \* /g, ' / '],
  [/ and /g, ' or '],
  [/ or /g, ' and '],
  [/\bmin\(/g, 'max('],
  [/\bmax\(/g, 'min('],
  [/\bsum\(/g, 'max('],
  [/\bleast\(/g, 'greatest('],
  [/\bgreatest\(/g, 'least('],
  [/\bbool_or\(/g, 'bool_and('],
  [/\bbool_and\(/g, 'bool_or('],
  [/ desc\b/g, ''],
  [/ nulls last\b/g, ' nulls first'],
  [/ is null\b/g, ' is not null'],
  [/ is not null\b/g, ' is null'],
  [/ is not distinct from /g, ' is distinct from '],
  [/\bnot (?!null|distinct)/g, ''],
  [/\bleft join /g, 'join '],
  [/\bunion all\b/g, 'union'],
  [/\bdistinct (?!from)/g, ''],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/(?<=[ (,])0(?=[ ),\n])/g, '1'],
  [/(?<!select )(?<=[ (,])1(?=[ ),\n])/g, '2'],
];

/** The mutants of a text of SQL that begins at `offset` of its file, quotes included. */
export function sqlMutants(raw: string, offset: number): Mutant[] {
  const text = masked(raw);
  const swapped = SWAPS.flatMap(([found, replacement]) =>
    [...text.matchAll(found)]
      .filter(({ index }) => !isOfBetween(text, index))
      .map(({ index, 0: match }) => ({ start: offset + index, end: offset + index + match.length, replacement })),
  );
  const dropped = conditions(text).map(({ start, end, joint }) => ({
    start: offset + start,
    end: offset + end,
    replacement: joint === 'or' ? 'false' : 'true',
  }));
  return [...swapped, ...dropped];
}

const isOfBetween = (text: string, index: number): boolean => text.startsWith(' and ', index) && / between \S+$/.test(text.slice(0, index));

/** What is put in and what is only said becomes letters and spaces, so that positions stay and nothing in it is taken for SQL. */
function masked(raw: string): string {
  let depth = 0;
  const letters = [...raw].map((letter, index) => {
    if (letter === '{' && (depth > 0 || raw[index - 1] === '$')) depth += 1;
    const isInside = depth > 0 || (letter === '$' && raw[index + 1] === '{');
    if (letter === '}' && depth > 0) depth -= 1;
    return isInside ? 'x' : letter;
  });
  return letters.join('').replaceAll(/--.*/g, (comment) => ' '.repeat(comment.length));
}

const OPENING = /\b(where|on|when|and|or)\s+(?!conflict)/g;
const CLOSING =
  /^\s+(and|or|then|order by|group by|limit|returning|union|left join|join|cross join|where|having|on conflict|window|do update|set|from)\b/;
/** Ids of connections belong to one portal, so beside one of these the portal's adds nothing that a test could see. */
const PORTAL_BESIDE_CONNECTION = /^\w+\.portal_id = (?::portalId|\w+\.portal_id) and [^()]*?connection_id = /;

function conditions(text: string): { start: number; end: number; joint: string }[] {
  return [...text.matchAll(OPENING)].flatMap(({ index, 0: opening, 1: word }) => {
    const start = index + opening.length;
    const { end, next } = endOfCondition(text, start);
    const condition = text.slice(start, end);
    const isUseless = condition.trim() === '' || condition.includes(' between ') || PORTAL_BESIDE_CONNECTION.test(text.slice(start));
    return isUseless ? [] : [{ start, end, joint: word === 'or' || next === 'or' ? 'or' : 'and' }];
  });
}

function endOfCondition(text: string, start: number): { end: number; next: string } {
  let depth = 0;
  for (let position = start; position < text.length; position += 1) {
    const letter = text[position]!;
    if (letter === '(') depth += 1;
    if ((letter === ')' || letter === ',') && depth === 0) return { end: position, next: letter };
    if (letter === ')') depth -= 1;
    const closing = depth === 0 ? CLOSING.exec(text.slice(position, position + 20)) : null;
    if (closing || '`;'.includes(letter)) return { end: position, next: closing?.[1] ?? letter };
  }
  return { end: text.trimEnd().length - 1, next: '' };
}
