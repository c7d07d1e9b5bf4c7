import type { Customer } from './customers.ts';
import { addDays } from './days.ts';
import type { BusinessEvent } from './documents.ts';
import type { Random } from './random.ts';
import { GENERIC_RFC } from './tax-ids.ts';
import * as words from './words.ts';

/** A CRM object: property → text, with its `hs_object_id`. */
export type CrmRow = Record<string, string>;

export interface CrmAssociation {
  fromType: 'contacts' | 'deals';
  fromId: string;
  toType: 'companies' | 'contacts';
  toId: string;
}

export interface Crm {
  companies: CrmRow[];
  contacts: CrmRow[];
  deals: CrmRow[];
  associations: CrmAssociation[];
  /** Which CRM records stand for which customer of the books: what a perfect matching would find. */
  truth: { customerKey: string; objectType: 'companies' | 'contacts'; objectIds: string[] }[];
}

interface CrmOptions {
  /** Property with the tax id. */
  taxIdProperty: string;
  /** Property of deals with the order number. */
  orderProperty: string;
}

/** The same world as sales and marketing keep it: other spellings, gaps, duplicates, and prospects the books do not know. */
export function makeCrm(
  random: Random,
  customers: readonly Customer[],
  events: readonly BusinessEvent[],
  today: string,
  options: CrmOptions,
): Crm {
  const crm: Crm = { companies: [], contacts: [], deals: [], associations: [], truth: [] };
  const companyIds = new Map<string, string>();
  const emails = new Set<string>();
  for (const customer of customers) {
    if (customer.kind === 'organisation') addCompany(random, crm, customer, companyIds, options);
    else addContact(random, crm, customer, companyIds, emails);
  }
  addProspects(random, crm, Math.round(customers.length / 12));
  addDeals(random, crm, customers, events, today, companyIds, options);
  return crm;
}

const START = { companies: 9_100_000_000, contacts: 5_200_000_000, deals: 7_300_000_000 } as const;
const nextId = (crm: Crm, type: keyof typeof START): string => String(START[type] + crm[type].length * 7 + 1);

/** Twins share what the books hold twice; nobody has entered them twice in the CRM. */
function addCompany(random: Random, crm: Crm, customer: Customer, ids: Map<string, string>, { taxIdProperty }: CrmOptions): void {
  const isTwin = customer.name === customer.name.toUpperCase();
  if (isTwin || random.chance(0.18)) return;
  const copies = random.chance(0.03) ? 2 : 1;
  const objectIds: string[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const id = nextId(crm, 'companies');
    objectIds.push(id);
    crm.companies.push({
      hs_object_id: id,
      name: copy === 0 ? tradeName(random, customer.name) : customer.name,
      ...(customer.domain && random.chance(0.9) ? { domain: customer.domain, website: `https://www.${customer.domain}` } : {}),
      ...(customer.phone ? { phone: customer.phone } : {}),
      city: customer.city,
      country: { MX: 'México', US: 'United States', ES: 'España' }[customer.country],
      ...taxIdAsTyped(random, customer, taxIdProperty),
    });
  }
  ids.set(customer.key, objectIds[0] ?? '');
  crm.truth.push({ customerKey: customer.key, objectType: 'companies', objectIds });
}

const tradeName = (random: Random, legal: string): string =>
  random.chance(0.6) ? legal.replace(/ (SA|S de RL|SAPI) de CV$| (Inc\.|LLC|Corp\.|Co\.|SL)$/, '') : legal;

/** People type tax ids with hyphens, in lower case, or not at all. */
function taxIdAsTyped(random: Random, { taxId }: Customer, property: string): CrmRow {
  if (!taxId || random.chance(0.28)) return {};
  const dice = random.next();
  if (dice < 0.06) return { [property]: taxId.toLowerCase() };
  if (dice < 0.12 && taxId !== GENERIC_RFC) return { [property]: taxId.replace(/^([A-ZÑ&]{3,4})(\d{6})(...)$/, '$1-$2-$3') };
  return { [property]: dice < 0.14 ? `${taxId} ` : taxId };
}

function addContact(random: Random, crm: Crm, customer: Customer, companies: ReadonlyMap<string, string>, emails: Set<string>): void {
  const email = customer.email?.split(';').at(-1)?.trim();
  if (!email || emails.has(email) || random.chance(0.22)) return;
  emails.add(email);
  const id = nextId(crm, 'contacts');
  const [firstname = '', ...rest] = customer.name.split(' ');
  crm.contacts.push({
    hs_object_id: id,
    email,
    firstname,
    lastname: rest.join(' '),
    ...(customer.phone ? { phone: customer.phone } : {}),
    ...(customer.job ? { jobtitle: customer.job } : {}),
  });
  crm.truth.push({ customerKey: customer.key, objectType: 'contacts', objectIds: [id] });
  const company = companies.get(customer.parentKey ?? '');
  if (company) crm.associations.push({ fromType: 'contacts', fromId: id, toType: 'companies', toId: company });
}

function addProspects(random: Random, crm: Crm, count: number): void {
  for (let index = 0; index < count; index++) {
    const company = nextId(crm, 'companies');
    const domain = `prospecto${index + 1}.mx`;
    crm.companies.push({
      hs_object_id: company,
      name: `${random.pick(words.TRADES)} ${random.pick(words.PLACES)} Prospecto`,
      domain,
      city: random.pick(words.CITIES)[0],
      country: 'México',
    });
    const contact = nextId(crm, 'contacts');
    crm.contacts.push({
      hs_object_id: contact,
      email: `contacto@${domain}`,
      firstname: random.pick(words.FIRST_NAMES),
      lastname: random.pick(words.LAST_NAMES),
    });
    crm.associations.push({ fromType: 'contacts', fromId: contact, toType: 'companies', toId: company });
  }
}

/** A third of the orders began as a deal; half of those carry the order's number. */
function addDeals(
  random: Random,
  crm: Crm,
  customers: readonly Customer[],
  events: readonly BusinessEvent[],
  today: string,
  companies: ReadonlyMap<string, string>,
  { orderProperty }: CrmOptions,
): void {
  const byKey = new Map(customers.map((customer) => [customer.key, customer]));
  for (const event of events) {
    if (event.kind !== 'invoice' || !event.invoice.origin || !random.chance(0.33)) continue;
    const customer = byKey.get(event.invoice.customerKey);
    const organisation = customer && customer.kind === 'person' ? byKey.get(customer.parentKey ?? '') : customer;
    const order = event.invoice.origin.split(',')[0] ?? '';
    const id = nextId(crm, 'deals');
    crm.deals.push({
      hs_object_id: id,
      dealname: `${organisation?.name ?? customer?.name} – ${event.invoice.lines[0]?.name}`,
      amount: event.invoice.total,
      deal_currency_code: event.invoice.currency,
      dealstage: 'closedwon',
      pipeline: 'default',
      closedate: `${addDays(event.on, -random.between(1, 14))}T18:00:00Z`,
      ...(random.chance(0.5) ? { [orderProperty]: order } : {}),
    });
    const company = companies.get(organisation?.key ?? '');
    if (company) crm.associations.push({ fromType: 'deals', fromId: id, toType: 'companies', toId: company });
  }
  addOpenDeals(random, crm, today);
}

function addOpenDeals(random: Random, crm: Crm, today: string): void {
  for (const company of crm.companies) {
    if (!random.chance(0.15)) continue;
    const id = nextId(crm, 'deals');
    const amount = `${random.between(5, 900) * 1000}.00`;
    crm.deals.push({
      hs_object_id: id,
      dealname: `${company.name} – cotización`,
      amount,
      deal_currency_code: 'MXN',
      dealstage: random.pick(['appointmentscheduled', 'presentationscheduled', 'contractsent']),
      pipeline: 'default',
      closedate: `${addDays(today, random.between(5, 60))}T18:00:00Z`,
    });
    crm.associations.push({ fromType: 'deals', fromId: id, toType: 'companies', toId: company.hs_object_id ?? '' });
  }
}
