import type { ReviewFact, ReviewFacts } from '../../api/reviews.ts';

const FACTS = ['name', 'organisation', 'taxId', 'email', 'domain', 'phone', 'city'] as const satisfies readonly ReviewFact[];

/** Spelling is no difference: capitals, accents, spaces, and the signs within numbers. */
function plain(fact: ReviewFact, value: string): string {
  const bare = value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return fact === 'phone' || fact === 'taxId' ? bare.replace(/[^a-z0-9]/g, '') : bare.trim().replace(/\s+/g, ' ');
}

const isSame = (fact: ReviewFact, some: string[] = [], others: string[] = []): boolean =>
  some.some((one) => others.some((other) => plain(fact, one) === plain(fact, other)));

const textOf = (values: string[] = []): string | null => values.join(', ') || null;

interface Compared {
  differences: { fact: ReviewFact; hubspot: string | null; erp: string | null }[];
  same: ReviewFact[];
  /** What the ERP says of which HubSpot keeps nothing. */
  others: string[];
}

/** What two sides say differently, one of them perhaps nothing; what both say; and what only one can. */
export function compare(hubspot: ReviewFacts | null, erp: ReviewFacts): Compared {
  const compared = FACTS.filter((fact) => hubspot?.[fact] && (hubspot[fact].length > 0 || erp[fact]));
  const same = compared.filter((fact) => isSame(fact, hubspot?.[fact], erp[fact]));
  const differences = compared
    .filter((fact) => !same.includes(fact))
    .map((fact) => ({ fact, hubspot: textOf(hubspot?.[fact]), erp: textOf(erp[fact]) }));
  const others = FACTS.filter((fact) => fact !== 'name' && !hubspot?.[fact]).flatMap((fact) => textOf(erp[fact]) ?? []);
  return { differences, same, others };
}
