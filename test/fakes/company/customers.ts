import type { Random } from './random.ts';
import { GENERIC_RFC, makeEin, makeNif, makeRfc, rfcLetters } from './tax-ids.ts';
import * as words from './words.ts';

export interface Customer {
  /** Names it within the world: `c12`, people `c12p1`. */
  key: string;
  kind: 'organisation' | 'person';
  /** Of a subsidiary or a person: the organisation. */
  parentKey: string | null;
  /** The customer number people use. */
  number: string | null;
  name: string;
  taxId: string | null;
  email: string | null;
  phone: string | null;
  domain: string | null;
  street: string;
  city: string;
  state: string;
  zip: string;
  country: 'MX' | 'US' | 'ES';
  job: string | null;
  /** Invoices of its organisation go to this person. */
  isBilling: boolean;
  isArchived: boolean;
  currency: 'MXN' | 'USD' | 'EUR';
  /** Days by which it pays late; below zero early. */
  paysLateBy: number;
}

const plain = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
const slug = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');

/** `count` customers that are invoiced; people who work there come on top. */
export function makeCustomers(random: Random, count: number): Customer[] {
  const invoiced: Customer[] = [];
  const used = new Set<string>();
  while (invoiced.length < count) {
    const key = `c${invoiced.length + 1}`;
    invoiced.push(makeCustomer(random, key, invoiced, used));
  }
  return invoiced.flatMap((customer) => (customer.kind === 'organisation' ? [customer, ...makePeople(random, customer)] : [customer]));
}

function makeCustomer(random: Random, key: string, others: readonly Customer[], used: Set<string>): Customer {
  const dice = random.next();
  const organisations = others.filter((other) => other.kind === 'organisation' && other.parentKey === null);
  if (dice < 0.03 && organisations.length > 10) return twinOf(random, key, random.pick(organisations));
  if (dice < 0.08 && organisations.length > 5) return subsidiaryOf(random, key, random.pick(organisations));
  if (dice < 0.2) return privatePerson(random, key);
  if (dice < 0.34) return american(random, key, used);
  return dice < 0.36 ? spanish(random, key, used) : mexican(random, key, used);
}

function base(random: Random, key: string, kind: Customer['kind'], name: string): Customer {
  const [city, state, zip] = random.pick(words.CITIES);
  return {
    key,
    kind,
    parentKey: null,
    number: `C${key.slice(1).padStart(5, '0')}`,
    name,
    taxId: null,
    email: null,
    phone: `+52 ${random.between(55, 99)} ${random.digits(4)} ${random.digits(4)}`,
    domain: null,
    street: `${random.pick(words.STREETS)} ${random.between(100, 4800)}`,
    city,
    state,
    zip: zip + random.digits(5 - zip.length),
    country: 'MX',
    job: null,
    isBilling: false,
    isArchived: random.chance(0.02),
    currency: random.chance(0.14) ? 'USD' : 'MXN',
    paysLateBy: random.pick([-5, -2, 0, 0, 1, 2, 3, 5, 8, 14, 25, 60]),
  };
}

/** A name nobody has yet, so that equal names are deliberate ones. */
function fresh(used: Set<string>, make: () => string): string {
  for (let turn = 0; ; turn++) {
    const name = turn < 20 ? make() : `${make()} ${turn}`;
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
}

function mexican(random: Random, key: string, used: Set<string>): Customer {
  const trade = fresh(used, () => `${random.pick(words.TRADES)} ${random.pick(words.PLACES)}`);
  const customer = base(random, key, 'organisation', `${trade} ${random.pick(words.FORMS)}`);
  const domain = random.chance(0.85) ? `${slug(trade)}.${random.pick(['com.mx', 'mx', 'com'])}` : null;
  const generic = random.chance(0.02);
  return {
    ...customer,
    taxId: generic ? GENERIC_RFC : random.chance(0.95) ? makeRfc(random, rfcLetters(random, trade, 3)) : null,
    domain,
    email: domain
      ? `${random.pick(['contacto', 'ventas', 'info', 'compras'])}@${domain}`
      : `${slug(trade).slice(0, 14)}@${random.pick(words.FREE_MAIL)}`,
  };
}

function american(random: Random, key: string, used: Set<string>): Customer {
  const trade = fresh(used, () => `${random.pick(words.US_FIRST)} ${random.pick(words.US_SECOND)}`);
  const [city, state, zip] = random.pick(words.US_CITIES);
  const domain = `${slug(trade)}.com`;
  return {
    ...base(random, key, 'organisation', `${trade} ${random.pick(words.US_FORMS)}`),
    taxId: random.chance(0.7) ? makeEin(random) : null,
    email: `${random.pick(['ap', 'info', 'accounting'])}@${domain}`,
    phone: `+1 ${random.between(210, 956)}-${random.between(200, 999)}-${random.digits(4)}`,
    domain,
    street: `${random.between(100, 9900)} ${random.pick(words.US_STREETS)}`,
    city,
    state,
    zip: zip + random.digits(2),
    country: 'US',
    currency: 'USD',
  };
}

function spanish(random: Random, key: string, used: Set<string>): Customer {
  const trade = fresh(used, () => random.pick(words.ES_NAMES));
  const domain = `${slug(trade)}.es`;
  return {
    ...base(random, key, 'organisation', `${trade} SL`),
    taxId: makeNif(random),
    email: `administracion@${domain}`,
    phone: `+34 9${random.digits(2)} ${random.digits(3)} ${random.digits(3)}`,
    domain,
    street: `Polígono Industrial ${random.between(1, 60)}`,
    city: random.pick(['Bilbao', 'Zaragoza', 'Valencia', 'Sabadell']),
    state: '',
    zip: String(random.between(8000, 50999)).padStart(5, '0'),
    country: 'ES',
    currency: 'EUR',
  };
}

/** The same organisation entered twice, in capitals and without accents. */
function twinOf(random: Random, key: string, original: Customer): Customer {
  return {
    ...base(random, key, 'organisation', plain(original.name).toUpperCase()),
    taxId: original.taxId,
    email: original.email,
    domain: original.domain,
    country: original.country,
    currency: original.currency,
  };
}

/** A plant with its own books, or one that shares its parent's tax id. */
function subsidiaryOf(random: Random, key: string, parent: Customer): Customer {
  const city = random.pick(words.CITIES);
  const name = `${parent.name.split(' ').slice(0, 3).join(' ')} Planta ${city[0]}`;
  const own = parent.country === 'MX' && random.chance(0.6) ? makeRfc(random, rfcLetters(random, name, 3)) : parent.taxId;
  return {
    ...base(random, key, 'organisation', name),
    parentKey: parent.key,
    taxId: own,
    email: parent.domain ? `planta.${slug(city[0])}@${parent.domain}` : null,
    domain: parent.domain,
    currency: parent.currency,
  };
}

function fullName(random: Random, country: Customer['country']): string {
  if (country === 'US' && random.chance(0.7)) return random.pick(words.US_PEOPLE);
  return `${random.pick(words.FIRST_NAMES)} ${random.pick(words.LAST_NAMES)} ${random.pick(words.LAST_NAMES)}`;
}

const localPart = (name: string): string => plain(name).toLowerCase().split(' ').slice(0, 2).join('.');

function privatePerson(random: Random, key: string): Customer {
  const name = fullName(random, 'MX');
  const taxId = random.chance(0.4) ? GENERIC_RFC : random.chance(0.8) ? makeRfc(random, rfcLetters(random, name, 4)) : null;
  return {
    ...base(random, key, 'person', name),
    taxId,
    email: random.chance(0.9) ? `${localPart(name)}${random.between(1, 99)}@${random.pick(words.FREE_MAIL)}` : null,
    currency: 'MXN',
  };
}

/** One to four people; in half of the organisations one of them gets the invoices. */
function makePeople(random: Random, organisation: Customer): Customer[] {
  const count = random.pick([0, 1, 1, 2, 2, 3, 4]);
  const billingAt = random.chance(0.55) ? 0 : -1;
  return Array.from({ length: count }, (_none, index) => {
    const isBilling = index === billingAt;
    const name = fullName(random, organisation.country);
    const domain = organisation.domain ?? random.pick(words.FREE_MAIL);
    const own = `${localPart(name)}@${domain}`;
    return {
      ...organisation,
      key: `${organisation.key}p${index + 1}`,
      kind: 'person' as const,
      parentKey: organisation.key,
      number: null,
      name,
      email: isBilling && random.chance(0.3) ? `cuentasporpagar@${domain}; ${own}` : random.chance(0.92) ? own : null,
      phone: `+52 ${random.between(55, 99)} ${random.digits(4)} ${random.digits(4)}`,
      job: isBilling ? 'Cuentas por pagar' : random.pick(words.JOBS),
      isBilling,
      isArchived: random.chance(0.03),
    };
  });
}
