import { rfc } from 'stdnum/lib/cjs/mx/index.js';
import { Random } from '../../fakes/company/random.ts';
import { GENERIC_RFC, makeRfc } from '../../fakes/company/tax-ids.ts';
import type { BookedCustomer } from '../erps/index.ts';

/** One firm, or several that are easily taken for one, as both sides keep them. */
export interface Firm {
  companies: Record<string, string>[];
  customers: BookedCustomer[];
  /** `link`: the company is the customer. `review`: only a person can say. `create`: the company becomes a customer, and is none of those there. */
  right: 'link' | 'review' | 'create' | 'nothing';
}

/** Meets the condition by which companies become customers. */
export const QUALIFIED = { property: 'lifecyclestage', values: ['customer'] };

const SHARES = { matches: 0.6, ambiguous: 0.05, invalid: 0.02 };

/** As many companies as customers, `size` of each, and companies that come later. All meet the condition: who is not recognised is made twice. */
export function makeFirms(size: number): { firms: Firm[]; newCompany: () => Firm['companies'][number] } {
  const facts = createFacts(new Random(7));
  const times = (count: number, make: (n: number) => Firm): Firm[] => Array.from({ length: Math.round(count) }, (_, n) => make(n));
  const known = [
    ...times(size * SHARES.matches, (n) => match(facts(), n)),
    ...times(size * SHARES.ambiguous, (n) => (n % 2 === 0 ? enteredTwice(facts()) : bookedTwice(facts()))),
    ...times(size * SHARES.invalid, (n) => INVALID[n % INVALID.length]!(facts(), facts())),
  ];
  const missing = (side: 'companies' | 'customers') => size - known.reduce((sum, firm) => sum + firm[side].length, 0);
  const firms = [
    ...known,
    ...times(missing('companies'), () => ({ companies: [companyOf(facts())], customers: [], right: 'create' })),
    ...times(missing('customers'), () => ({ companies: [], customers: [customerOf(facts())], right: 'nothing' })),
  ];
  return { firms, newCompany: () => companyOf(facts()) };
}

interface Facts {
  name: string;
  taxId: string;
  phone: string;
  domain: string;
}

/** Names, tax ids and domains that nobody else has. */
export function createFacts(random: Random): () => Facts {
  const used = new Set<string>();
  return () => {
    let taxId = '';
    while (taxId === '' || used.has(taxId)) taxId = makeRfc(random, random.letters(3));
    used.add(taxId);
    const phone = `+52 81 ${random.digits(4)} ${random.digits(4)}`;
    return { name: `Herrajes ${used.size} del Norte`, taxId, phone, domain: `herrajes-${used.size}.mx` };
  };
}

const CITY = 'Monterrey';

export const companyOf = ({ name, taxId, phone, domain }: Facts, more: Record<string, string> = {}): Record<string, string> => ({
  ...{ name, rfc: taxId, phone, domain, website: `https://www.${domain}`, city: CITY, country: 'Mexico' },
  [QUALIFIED.property]: 'customer',
  ...more,
});

export const customerOf = ({ name, taxId, phone, domain }: Facts, more: Partial<BookedCustomer> = {}): BookedCustomer => ({
  ...{ name: `${name} SA de CV`, taxId, phone, website: `http://www.${domain}`, city: CITY },
  ...more,
});

/** People type tax ids in their own way. */
const SPELLINGS: readonly ((taxId: string) => string)[] = [
  (taxId) => taxId,
  (taxId) => taxId.toLowerCase(),
  (taxId) => `${taxId.slice(0, 3)}-${taxId.slice(3, 9)}-${taxId.slice(9)}`,
  (taxId) => `${taxId} `,
];

/** Of ten pairs one has no phone in HubSpot and another none in the ERP; one in five is called otherwise in HubSpot. */
function match(facts: Facts, n: number): Firm {
  const rfc = SPELLINGS[n % SPELLINGS.length]!(facts.taxId);
  const company = companyOf(facts, {
    rfc,
    name: n % 5 === 2 ? facts.name : `${facts.name} SA de CV`,
    ...(n % 10 === 3 ? { phone: '' } : {}),
  });
  return { companies: [company], customers: [customerOf(facts, n % 10 === 7 ? { phone: null } : {})], right: 'link' };
}

export const isPhoneMissing = ({ customers: [customer] }: Firm): boolean => customer?.phone === null;

function enteredTwice(facts: Facts): Firm {
  const copy = companyOf(facts, { name: `${facts.name} Planta`, domain: `planta.${facts.domain}`, website: '' });
  return { companies: [companyOf(facts), copy], customers: [customerOf(facts)], right: 'review' };
}

function bookedTwice(facts: Facts): Firm {
  const copy = customerOf(facts, { name: `${facts.name} Sucursal SA de CV`, website: null });
  return { companies: [companyOf(facts)], customers: [customerOf(facts), copy], right: 'review' };
}

/** Two digits may be right: the tax office once counted by another alphabet. */
function withWrongDigit(taxId: string): string {
  const body = taxId.slice(0, -1);
  return [...'0123456789'].map((digit) => body + digit).find((one) => !rfc.validate(one).isValid)!;
}

/** Tax ids that prove nothing: of strangers they make no pair, and a pair by other signs stays one. */
const INVALID: readonly ((one: Facts, other: Facts) => Firm)[] = [
  // What anybody may give.
  (one, other) => strangers({ ...one, taxId: GENERIC_RFC }, { ...other, taxId: GENERIC_RFC }),
  // Mistyped, and by chance the same: the tax office itself gave out such ones, so only a person can say.
  (one, other) => ({
    ...strangers({ ...one, taxId: withWrongDigit(one.taxId) }, { ...other, taxId: withWrongDigit(one.taxId) }),
    right: 'review',
  }),
  // Mistyped on both sides, of one name.
  (one) => pair(one, withWrongDigit(one.taxId), withWrongDigit(one.taxId)),
  // A note instead of a number, but one domain and one name.
  (one) => pair(one, 'PENDIENTE', one.taxId),
];

const strangers = (one: Facts, other: Facts): Firm => ({ companies: [companyOf(one)], customers: [customerOf(other)], right: 'create' });

const pair = (facts: Facts, inHubSpot: string, inErp: string): Firm => ({
  companies: [companyOf(facts, { rfc: inHubSpot })],
  customers: [customerOf(facts, { taxId: inErp })],
  right: 'link',
});
