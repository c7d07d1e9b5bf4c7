import { randomUUID } from 'node:crypto';
import { notImplemented, refused } from '../errors.ts';
import type { Made, RulesBySet, SetRules } from '../http/writer.ts';
import type { Body } from '../odata/body.ts';
import { internalNumber } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { customerViews } from './customer-requests.ts';
import { addressRules, childRules, putAddress, putTaxRow, type Told } from './partner-children.ts';
import { touchedBy } from './partners.ts';

/** Of the communication user, in the fields that say who made or changed a record. */
export const COMMUNICATION_USER = 'CC0000000042';
const FOR_EVER = '9999-12-31T23:59:59.000Z';

interface PartnerHabits {
  /** Groupings of which the system gives out the numbers. */
  internal: readonly string[];
  /** Of which whoever makes the partner gives the number. */
  external: readonly string[];
  /** Changes of addresses and the like have to name the version of their partner. */
  childrenHaveEtags: boolean;
}

/** What the service of business partners takes. */
export function partnerRules(habits: PartnerHabits): RulesBySet {
  // Of the state before a change set, whatever else is in it.
  const versionOf = (tx: Tx, number: string): string | null =>
    String(tx.store.table('A_BusinessPartner').rows.get(number)?.['ETag'] ?? '') || null;
  const etag = (tx: Tx, row: Row): string | null => (habits.childrenHaveEtags ? versionOf(tx, String(row['BusinessPartner'])) : null);
  return new Map<string, SetRules>([
    [
      'A_BusinessPartner',
      {
        create: (tx, body) => createPartner(tx, body, habits),
        change: changePartner,
        etag: (tx, row) => versionOf(tx, keyOf(row)),
      },
    ],
    ['A_BusinessPartnerAddress', { ...addressRules, etag }],
    ...childRules(),
    ['A_BusinessPartnerContact', { create: createContact }],
    ['A_BPContactToFuncAndDept', { change: (tx, row, changes) => void tx.patch('A_BPContactToFuncAndDept', keyOf(row), changes) }],
  ]);
}

const NAVIGATIONS = new Set(['to_BusinessPartnerRole', 'to_BusinessPartnerAddress', 'to_BusinessPartnerTax', 'to_Customer']);

function createPartner(tx: Tx, { row, children }: Body, habits: PartnerHabits): Made {
  for (const name of children.keys()) if (!NAVIGATIONS.has(name)) throw notImplemented(`POST A_BusinessPartner with ${name}`);
  const category = row['BusinessPartnerCategory'];
  if (category !== '1' && category !== '2') throw refused('R11/418', 'Enter a business partner category', 'BusinessPartnerCategory');
  const number = numberOf(tx, row, habits);
  const told: Told = { warnings: [] };
  const roles = (children.get('to_BusinessPartnerRole') ?? []).map((role) => String(role.row['BusinessPartnerRole']));
  const isCustomer = roles.some((role) => role === 'FLCU00' || role === 'FLCU01');
  const [view] = children.get('to_Customer') ?? [];
  if (view && !isCustomer) throw refused('R11/265', 'Customer data needs a role of a customer', 'BusinessPartnerRole');
  const made = tx.put('A_BusinessPartner', number, {
    BusinessPartnerUUID: randomUUID(),
    ...row,
    ...namesIn(row, category),
    BusinessPartner: number,
    Customer: isCustomer ? number : '',
    CreatedByUser: COMMUNICATION_USER,
    CreationDate: tx.stamp.day,
    CreationTime: tx.stamp.time,
    LastChangeDate: null,
    ETag: touchedBy(tx, COMMUNICATION_USER)['ETag'],
  });
  for (const role of roles.length > 0 ? roles : ['BUP001']) putRole(tx, number, role);
  for (const address of children.get('to_BusinessPartnerAddress') ?? []) putAddress(tx, number, address, told);
  for (const tax of children.get('to_BusinessPartnerTax') ?? []) putTaxRow(tx, number, tax.row);
  if (isCustomer) customerViews(tx, { number, name: String(tx.get('A_BusinessPartner', number)['BusinessPartnerFullName']) }, view);
  return { row: { ...made, _key: number }, warnings: told.warnings };
}

function numberOf(tx: Tx, row: Row, { internal, external }: PartnerHabits): string {
  const grouping = String(row['BusinessPartnerGrouping'] ?? '');
  const given = String(row['BusinessPartner'] ?? '').replace(/^0+$/, '');
  if (!internal.includes(grouping) && !external.includes(grouping))
    throw refused('R11/136', `Grouping ${grouping} is not defined`, 'BusinessPartnerGrouping');
  if (internal.includes(grouping)) {
    if (given !== '') throw refused('R11/142', `Number assignment is internal for grouping ${grouping}`, 'BusinessPartner');
    return internalNumber(String(tx.store.next('BusinessPartner', 10_100_001)), 10);
  }
  if (given === '') throw refused('R11/141', `Enter a number: grouping ${grouping} has external number assignment`, 'BusinessPartner');
  if (tx.find('A_BusinessPartner', given)) throw refused('R11/104', `Business partner ${given} already exists`, 'BusinessPartner');
  return given;
}

function putRole(tx: Tx, number: string, role: string): void {
  if (!/^(BUP001|FLCU00|FLCU01|FLVN00|FLVN01)$/.test(role))
    throw refused('R11/610', `BP role ${role} is not defined`, 'BusinessPartnerRole');
  const row = { BusinessPartner: number, BusinessPartnerRole: role, ValidFrom: `${tx.stamp.day}T00:00:00.000Z`, ValidTo: FOR_EVER };
  tx.put('A_BusinessPartnerRole', `${number}/${role}`, row);
}

const LANGUAGES = ['EN', 'ES', 'DE', 'FR', 'IT', 'PT', 'NL', 'PL'];

/** What is computed of names, and that there is one. */
function namesIn(row: Row, category: unknown): Row {
  const language = row['CorrespondenceLanguage'];
  if (language && !LANGUAGES.includes(String(language)))
    throw refused('AM/205', `Language ${String(language)} is not installed`, 'CorrespondenceLanguage');
  const fields =
    category === '1'
      ? ['FirstName', 'LastName']
      : ['OrganizationBPName1', 'OrganizationBPName2', 'OrganizationBPName3', 'OrganizationBPName4'];
  const full = fields
    .map((field) => String(row[field] ?? '').trim())
    .filter((part) => part !== '')
    .join(' ');
  const needed = category === '1' ? 'LastName' : 'OrganizationBPName1';
  if (String(row[needed] ?? '').trim() === '') throw refused('R11/401', 'Enter a name', needed);
  return {
    ...(category === '1' && { PersonFullName: full.slice(0, 80) }),
    BusinessPartnerFullName: full.slice(0, 81),
    BusinessPartnerName: full.slice(0, 81),
    SearchTerm1: String(row['SearchTerm1'] || full)
      .toUpperCase()
      .slice(0, 20),
  };
}

/** What nobody writes is passed over without a word. */
const COMPUTED = new Set([
  'BusinessPartner',
  'Customer',
  'Supplier',
  'BusinessPartnerFullName',
  'BusinessPartnerName',
  'ETag',
  'PersonFullName',
]);

function changePartner(tx: Tx, row: Row, changes: Row): void {
  const number = keyOf(row);
  const own = Object.fromEntries(Object.entries(changes).filter(([name]) => !COMPUTED.has(name)));
  const after = { ...row, ...own, SearchTerm1: own['SearchTerm1'] ?? row['SearchTerm1'] };
  const names = namesIn(after, row['BusinessPartnerCategory']);
  tx.patch('A_BusinessPartner', number, { ...own, ...names, ...touchedBy(tx, COMMUNICATION_USER) });
  const customer = String(row['Customer'] ?? '');
  const name = String(names['BusinessPartnerFullName']);
  if (customer !== '') tx.patch('A_Customer', customer, { CustomerName: name.slice(0, 80), BPCustomerName: name, CustomerFullName: name });
}

/** The person is there already; with the relationship comes how it is reached there. */
function createContact(tx: Tx, { row, children }: Body): Made {
  const [company, person] = [String(row['BusinessPartnerCompany'] ?? ''), String(row['BusinessPartnerPerson'] ?? '')];
  for (const [field, number] of [
    ['BusinessPartnerCompany', company],
    ['BusinessPartnerPerson', person],
  ] as const)
    // prettier-ignore
    if (!tx.find('A_BusinessPartner', number)) throw refused('R1/220', `Business partner ${number} does not exist`, field);
  const RelationshipNumber = internalNumber(String(tx.store.next('Relationship', 4001)), 12);
  const key = {
    ...{ RelationshipNumber, BusinessPartnerCompany: company, BusinessPartnerPerson: person },
    ValidityEndDate: row['ValidityEndDate'] ?? '9999-12-31',
  };
  const path = Object.values(key).join('/');
  const category = { RelationshipCategory: 'BUR001' };
  const since = { ValidityStartDate: row['ValidityStartDate'] ?? tx.stamp.day, IsStandardRelationship: false };
  const made = tx.put('A_BusinessPartnerContact', path, { ...key, ...since, ...category });
  const [reached] = children.get('to_ContactRelationship') ?? [];
  tx.put('A_BPContactToFuncAndDept', path, { ...reached?.row, ...key, ...category });
  const ends = { BusinessPartner1: company, BusinessPartner2: person, ValidityEndDate: key.ValidityEndDate };
  const author = { CreatedByUser: COMMUNICATION_USER, CreationDate: tx.stamp.day, CreationTime: tx.stamp.time };
  tx.put('A_BPRelationship', path, { RelationshipNumber, ...ends, ...since, ...category, ...author });
  return { row: { ...made, _key: path } };
}
