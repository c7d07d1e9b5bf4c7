export type Leaf = readonly [field: string, operator: string, value: unknown];
/** Conditions that all hold, with the prefix operators Odoo takes. */
export type Domain = readonly (Leaf | '&' | '|')[];

/** A larger number in a domain is an error of the database. */
export const HIGHEST_ID = 2 ** 31 - 1;

/** At least one of the given conjunctions holds. */
export function anyOf(...alternatives: (readonly Leaf[])[]): Domain {
  const either = Array<'|'>(alternatives.length - 1).fill('|');
  return [...either, ...alternatives.flatMap((leaves) => [...Array<'&'>(leaves.length - 1).fill('&'), ...leaves])];
}
