import { randomUUID } from 'node:crypto';
import { refused } from '../errors.ts';
import type { Made, SetRules } from '../http/writer.ts';
import type { Body } from '../odata/body.ts';
import { internalNumber } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';

/** What is odd and was done all the same. */
export interface Told {
  warnings: { code: string; message: string }[];
}

const FOR_EVER = '9999-12-31T23:59:59.000Z';

// ── addresses ──

const REACHED = {
  to_EmailAddress: 'A_AddressEmailAddress',
  to_PhoneNumber: 'A_AddressPhoneNumber',
  to_MobilePhoneNumber: 'A_AddressPhoneNumber',
  to_URLAddress: 'A_AddressHomePageURL',
} as const;

export function putAddress(tx: Tx, partner: string, { row, children }: Body, told: Told): Made {
  const address = internalNumber(String(tx.store.next('AddressID', 35_001)), 10);
  const own = checkedAddress(row);
  const made = tx.put('A_BusinessPartnerAddress', `${partner}/${address}`, {
    ...own,
    BusinessPartner: partner,
    AddressID: address,
    ValidityStartDate: `${tx.stamp.day}T00:00:00.000Z`,
    ValidityEndDate: FOR_EVER,
    AddressUUID: randomUUID(),
    AddressTimeZone: 'UTC',
  });
  const usage = { BusinessPartner: partner, AddressID: address, AddressUsage: 'XXDEFAULT', ValidityEndDate: FOR_EVER };
  const first = tx.by('A_BuPaAddressUsage', 'BusinessPartner', partner).length === 0;
  if (first) tx.put('A_BuPaAddressUsage', `${partner}/XXDEFAULT/${address}`, { ...usage, StandardUsage: true });
  for (const [navigation, bodies] of children) {
    const set = REACHED[navigation as keyof typeof REACHED];
    const isMobile = navigation === 'to_MobilePhoneNumber';
    for (const body of bodies) putReached(tx, set, { ...body.row, AddressID: address, ...(isMobile && { PhoneNumberType: '3' }) }, told);
  }
  return { row: { ...made, _key: `${partner}/${address}` }, warnings: told.warnings };
}

/** Countries of the double have the lengths of their postal codes. */
const POSTAL_LENGTHS: Readonly<Record<string, number>> = { MX: 5, ES: 5, DE: 5 };

function checkedAddress(row: Row): Row {
  const country = String(row['Country'] ?? '');
  if (!/^[A-Z]{2}$/.test(country)) throw refused('AM/213', `Country/region key ${country} is not defined`, 'Country');
  const [zip, length] = [String(row['PostalCode'] ?? ''), POSTAL_LENGTHS[country]];
  if (zip !== '' && length !== undefined && zip.length !== length)
    throw refused('AM/216', `Postal code ${zip} must have the length ${length}`, 'PostalCode');
  return row;
}

export const addressRules: SetRules = {
  create(tx, body) {
    const partner = String(body.row['BusinessPartner'] ?? '');
    if (!tx.find('A_BusinessPartner', partner)) throw refused('R1/220', `Business partner ${partner} does not exist`, 'BusinessPartner');
    return putAddress(tx, partner, body, { warnings: [] });
  },
  change: (tx, row, changes) =>
    void tx.patch('A_BusinessPartnerAddress', keyOf(row), checkedAddress({ ...row, ...changes, AddressID: row['AddressID'] })),
};

// ── what an address is reached by ──

const DIALLED: Readonly<Record<string, string>> = { MX: '52', ES: '34', US: '1', DE: '49', CL: '56' };

type ReachedSet = (typeof REACHED)[keyof typeof REACHED];

function putReached(tx: Tx, set: ReachedSet, row: Row, told: Told): Made {
  const address = String(row['AddressID']);
  const taken = tx.by(set, 'AddressID', address).map((one) => Number(one['OrdinalNumber']));
  const ordinal = String(Math.max(0, ...taken) + 1).padStart(3, '0');
  const key = `${address}//${ordinal}`;
  const first = taken.length === 0;
  const made = tx.put(set, key, { ...computedOf(tx, set, row, told), AddressID: address, Person: '', OrdinalNumber: ordinal, ...standardOf(set, first) }); // prettier-ignore
  return { row: { ...made, _key: key }, warnings: told.warnings };
}

function standardOf(set: ReachedSet, isFirst: boolean): Row {
  if (set === 'A_AddressEmailAddress') return { IsDefaultEmailAddress: isFirst };
  if (set === 'A_AddressPhoneNumber') return { IsDefaultPhoneNumber: isFirst };
  return { IsDefaultURLAddress: isFirst, ValidityStartDate: '0001-01-01' };
}

function computedOf(tx: Tx, set: ReachedSet, row: Row, told: Told): Row {
  if (set === 'A_AddressEmailAddress') {
    const email = String(row['EmailAddress'] ?? '');
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw refused('AM/022', `E-mail address ${email} is not valid`, 'EmailAddress');
    return { ...row, SearchEmailAddress: email.toUpperCase().slice(0, 20) };
  }
  if (set === 'A_AddressHomePageURL') return { ...row, URLFieldLength: String(String(row['WebsiteURL'] ?? '').length) };
  const number = String(row['PhoneNumber'] ?? '');
  if (number === '') throw refused('AM/030', 'Enter a telephone number', 'PhoneNumber');
  if (number.startsWith('+')) {
    told.warnings.push({ code: 'T5/194', message: 'Enter the telephone number without the country dialing code' });
    return { ...row, InternationalPhoneNumber: `+${number.replace(/\D/g, '')}`, PhoneNumberType: row['PhoneNumberType'] || '1' };
  }
  const [own] = tx.by('A_BusinessPartnerAddress', 'AddressID', row['AddressID']);
  const country = String(row['DestinationLocationCountry'] || own?.['Country'] || '');
  const national = number.replace(/\D/g, '').replace(/^0+/, '');
  const dialled = DIALLED[country];
  return {
    ...row,
    DestinationLocationCountry: country,
    InternationalPhoneNumber: dialled === undefined ? number : `+${dialled}${national}`,
    PhoneNumberType: row['PhoneNumberType'] || '1',
  };
}

const reachedRules = (set: ReachedSet): SetRules => ({
  create: (tx, { row }) => putReached(tx, set, row, { warnings: [] }),
  change: (tx, row, changes) => void tx.patch(set, keyOf(row), computedOf(tx, set, { ...row, ...changes }, { warnings: [] })),
  remove: (tx, row) => tx.remove(set, keyOf(row)),
});

// ── tax numbers ──

export function putTaxRow(tx: Tx, partner: string, row: Row): Made {
  const type = String(row['BPTaxType'] ?? '');
  if (!/^[A-Z]{2}\d$/.test(type)) throw refused('BUPA_TAX/2', `Tax number category ${type} is not defined`, 'BPTaxType');
  const key = `${partner}/${type}`;
  const made = tx.put('A_BusinessPartnerTaxNumber', key, { ...row, BusinessPartner: partner, BPTaxType: type });
  return { row: { ...made, _key: key } };
}

export const childRules = (): [string, SetRules][] => [
  ...[...new Set(Object.values(REACHED))].map((set): [string, SetRules] => [set, reachedRules(set)]),
  [
    'A_BusinessPartnerTaxNumber',
    {
      create(tx, { row }) {
        const key = `${String(row['BusinessPartner'])}/${String(row['BPTaxType'])}`;
        if (tx.find('A_BusinessPartnerTaxNumber', key))
          throw refused('BUPA_TAX/5', 'The tax number category is there already', 'BPTaxType');
        return putTaxRow(tx, String(row['BusinessPartner']), row);
      },
      change: (tx, row, changes) => void tx.patch('A_BusinessPartnerTaxNumber', keyOf(row), { BPTaxNumber: changes['BPTaxNumber'] }),
      remove: (tx, row) => tx.remove('A_BusinessPartnerTaxNumber', keyOf(row)),
    },
  ],
];
