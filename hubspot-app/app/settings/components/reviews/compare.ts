import type { ReviewFact, ReviewFacts } from '../../api/reviews.ts';

const FACTS = ['name', 'organisation', 'taxId', 'email', 'domain', 'phone', 'city'] as const satisfies readonly ReviewFact[];

/** Spelling is no difference: capitals, accents, spaces, and the signs within numbers. */
function plain(fact: ReviewFact, value: string): string {
  const bare = value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return fact === 'phone' || fact === 'taxId' ? bare.replace(/[^a-z0-9]/g, '') : bare.trim().replace(/\s+/g, ' ');
}

/** Written for "anybody" by law or custom, as the service knows them: they tell nobody apart. */
const GENERIC_TAX_IDS = ['xaxx010101000', 'xexx010101000', '00000000t', 'x0000000t'];

const isGeneric = (taxId: string): boolean => {
  const bare = plain('taxId', taxId);
  return GENERIC_TAX_IDS.some((generic) => bare === generic || bare.slice(2) === generic);
};

/** A tax id that stands for anybody is none; HubSpot has the property for it all the same. */
function withoutGeneric({ taxId, ...facts }: ReviewFacts): ReviewFacts {
  return taxId ? { ...facts, taxId: taxId.filter((one) => !isGeneric(one)) } : facts;
}

const isSame = (fact: ReviewFact, some: string[] = [], others: string[] = []): boolean =>
  some.some((one) => others.some((other) => plain(fact, one) === plain(fact, other)));

const textOf = (values: string[] = []): string | null => values.join(', ') || null;

interface Compared {
  differences: { fact: ReviewFact; hubspot: string | null; erp: string | null }[];
  same: ReviewFact[];
  /** The name is the same only when the legal form is left aside. */
  isNameByForm: boolean;
  /** What the ERP says of which HubSpot keeps nothing. */
  others: string[];
}

/** Those that found a customer by its name, legal form and spelling aside. */
const BY_NAME = ['name', 'domain_and_name'];

/**
 * What two sides say differently, one of them perhaps nothing; what both say; and what only one can. `rule`: by which it was found; a name that
 * found it is the same, however it is written.
 */
export function compare(ofHubSpot: ReviewFacts | null, ofErp: ReviewFacts, rule = ''): Compared {
  const hubspot = ofHubSpot && withoutGeneric(ofHubSpot);
  const erp = withoutGeneric(ofErp);
  const compared = FACTS.filter((fact) => hubspot?.[fact] && (hubspot[fact].length > 0 || (erp[fact] ?? []).length > 0));
  const hasSameName = BY_NAME.includes(rule);
  const same = compared.filter((fact) => (fact === 'name' && hasSameName) || isSame(fact, hubspot?.[fact], erp[fact]));
  const isNameByForm = hasSameName && !isSame('name', hubspot?.name, erp.name);
  const differences = compared
    .filter((fact) => !same.includes(fact))
    .map((fact) => ({ fact, hubspot: textOf(hubspot?.[fact]), erp: textOf(erp[fact]) }));
  const others = FACTS.filter((fact) => fact !== 'name' && !hubspot?.[fact]).flatMap((fact) => textOf(erp[fact]) ?? []);
  return { differences, same, isNameByForm, others };
}
