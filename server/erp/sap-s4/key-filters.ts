import { anyOf, inGroups, quoted } from '../shared/odata-query.ts';
import { bareKey } from './values.ts';

/** In two spellings each, they fit into an address that every proxy takes. */
const KEYS_AT_ONCE = 40;
const LENGTH = 10;

/**
 * Filters that together bring the records with these keys. Nobody says whether a service keeps them with leading zeros, so both spellings are
 * asked for. Keys nearly without gaps are asked for by their ends, which brings others, too.
 */
export function keyFilters(field: string, keys: Iterable<string>): string[] {
  const distinct = [...new Set([...keys].map(bareKey))].filter((key) => key !== '');
  const range = rangeFilter(field, distinct);
  if (range !== null) return [range];
  const groups = inGroups(distinct, KEYS_AT_ONCE);
  return groups.map((group) => anyOf(group.flatMap(spellings).map((key) => `${field} eq ${quoted(key)}`)));
}

const WORTH_A_RANGE = 8;

function rangeFilter(field: string, keys: readonly string[]): string | null {
  if (keys.length < WORTH_A_RANGE || !keys.every((key) => /^\d+$/.test(key))) return null;
  const sorted = [...keys].sort((a, b) => Number(a) - Number(b));
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  // Bare keys are texts to the server: only those of one length are in the order of their numbers.
  if (first.length !== last.length || Number(last) - Number(first) >= 2 * keys.length) return null;
  const [from, to] = [spellings(first), spellings(last)];
  return anyOf(from.map((start, at) => `(${field} ge ${quoted(start)} and ${field} le ${quoted(to[at] ?? '')})`));
}

function spellings(key: string): string[] {
  return /^\d+$/.test(key) && key.length < LENGTH ? [key, key.padStart(LENGTH, '0')] : [key];
}

/** The same for codes of products, which every service writes alike. */
export function codeFilters(field: string, codes: Iterable<string>): string[] {
  const distinct = [...new Set(codes)].filter((code) => code !== '');
  return inGroups(distinct, KEYS_AT_ONCE).map((group) => anyOf(group.map((code) => `${field} eq ${quoted(code)}`)));
}
