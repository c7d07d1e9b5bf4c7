import { invalidFilter } from '../errors.ts';

export interface Token {
  kind: 'sign' | 'text' | 'datetime' | 'number' | 'word';
  value: string;
}

// A number must end there: 2026-11-20T00:00:00Z, V4's own date literal, is documented nowhere and refused.
const PATTERN = /([(),])|datetime'((?:[^']|'')*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\w:.-])|([A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*)/y;
const KINDS = ['sign', 'datetime', 'text', 'number', 'word'] as const;

export function tokens(source: string): Token[] {
  const list: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(source[at] ?? '')) at++;
    if (at >= source.length) return list;
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(source);
    if (!match) throw invalidFilter();
    for (const [index, kind] of KINDS.entries()) {
      const value = match[index + 1];
      if (value !== undefined) list.push({ kind, value: kind === 'text' || kind === 'datetime' ? value.replaceAll("''", "'") : value });
    }
    at = PATTERN.lastIndex;
  }
}
