import { PartnerWrites } from '../../fakes/sap-b1/books/partner-writes.ts';
import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import type { PartnerRow, Row } from '../../fakes/sap-b1/rows.ts';
import { Schema } from '../../fakes/sap-b1/schema.ts';
import type { ErpCustomer, ErpCustomerField } from '../api.ts';

const FOUND_AT_MOST = 20;
/** Where codes are written by hand the app makes them of its key; where a series gives them it keeps the key in this field. */
export const KEY_FIELD = 'U_PuenteKey';
const OUR_CODE = /^HS[0-9A-Z]{13}$/;
/** In the remarks of a contact person. */
const OUR_REMARK = /^Puente (.+)$/;

export interface Found {
  partner: PartnerRow;
  contact: Row | null;
}

export function searchCustomers(b1: B1Fake, entered: string): ErpCustomer[] {
  const words = entered.trim().toLowerCase();
  const matches = ({ CardCode, CardName, FederalTaxID, EmailAddress }: PartnerRow) =>
    [CardCode, CardName, FederalTaxID, EmailAddress].some((field) =>
      String(field ?? '')
        .toLowerCase()
        .includes(words),
    );
  return b1
    .records('BusinessPartners')
    .filter((partner) => partner.CardType === 'cCustomer' && matches(partner))
    .toSorted((a, b) => Number(a.Frozen === 'tYES') - Number(b.Frozen === 'tYES'))
    .slice(0, FOUND_AT_MOST)
    .map((partner) => customerOf({ partner, contact: null }));
}

/** The connector writes a contact person `C20000#7`; a fragment has no place in the page's addresses. */
export function personOf(b1: B1Fake, id: string): Found | null {
  const [, code = id, internalCode] = /^(.*)[#:](\d+)$/.exec(id) ?? [];
  const partner = b1.record('BusinessPartners', code);
  const contact = partner?.ContactEmployees.find(({ InternalCode }) => String(InternalCode) === internalCode) ?? null;
  return partner ? { partner, contact } : null;
}

export function customerOf({ partner, contact }: Found): ErpCustomer {
  const { CardCode, CardName, FederalTaxID } = partner;
  return {
    id: contact ? `${CardCode}:${String(contact.InternalCode)}` : CardCode,
    name: contact ? String(contact.Name) : CardName,
    number: CardCode,
    taxId: FederalTaxID,
    city: textOf(billingOf(partner)?.City) ?? textOf(partner.City),
    isArchived: contact ? contact.Active === 'tNO' : partner.Frozen === 'tYES',
    puenteKey: contact ? (OUR_REMARK.exec(String(contact.Remarks2))?.[1] ?? null) : keyOf(partner),
  };
}

const textOf = (value: Row[string]): string | null => (typeof value === 'string' && value !== '' ? value : null);
const keyOf = (partner: PartnerRow): string | null =>
  textOf(partner[KEY_FIELD]) ?? (OUR_CODE.test(partner.CardCode) ? partner.CardCode : null);
const billingOf = ({ BPAddresses: rows, BilltoDefault: name }: PartnerRow): Row | undefined =>
  rows.find(({ AddressType, AddressName }) => AddressType === 'bo_BillTo' && AddressName === name);

const OWN = ['CardName', 'FederalTaxID', 'Phone1', 'EmailAddress', 'Website'] as const;
const ADDRESS = ['Street', 'BuildingFloorRoom', 'City', 'ZipCode', 'State', 'Country'] as const;
const OF_CONTACTS = ['Name', 'FirstName', 'LastName', 'Position', 'E_Mail', 'Phone1', 'MobilePhone'] as const;
/** As its windows call them. */
const LABELS: Partial<Record<string, string>> = {
  ...{ CardName: 'Name', FederalTaxID: 'Federal Tax ID', Phone1: 'Tel 1', EmailAddress: 'E-Mail', Website: 'Web Site' },
  ...{ BuildingFloorRoom: 'Building/Floor/Room', ZipCode: 'Zip Code', Name: 'Contact ID', FirstName: 'First Name' },
  ...{ LastName: 'Last Name', E_Mail: 'E-Mail', MobilePhone: 'Mobile Phone' },
};

export function customerFields(b1: B1Fake, { partner, contact }: Found): ErpCustomerField[] {
  const address = billingOf(partner) ?? {};
  if (contact) return OF_CONTACTS.map((name) => fieldOf(name, contact));
  return [
    ...OWN.map((name) => fieldOf(name, partner)),
    ...ADDRESS.map((name) => fieldOf(name, address)),
    ...userFieldsOf(b1).map((field) => userField(field, partner)),
  ];
}

/** Fields that the company added to its business partners; the app's own key is not typed in. */
const userFieldsOf = (b1: B1Fake): Row[] =>
  b1.records('UserFieldsMD').filter(({ TableName, Name }) => TableName === 'OCRD' && nameOf(Name) !== KEY_FIELD);
const nameOf = (name: Row[string]): string => `U_${String(name)}`;
const NUMBERS = ['db_Numeric', 'db_Float'];

function userField({ Name, Description, ValidValuesMD: choices }: Row, partner: PartnerRow): ErpCustomerField {
  const name = nameOf(Name);
  const options = (choices as Row[]).map(({ Value, Description: label }) => ({ value: String(Value), label: String(label) }));
  return { name, label: String(Description), value: String(partner[name] ?? ''), options: options.length > 0 ? options : null };
}

/** As Service Layer wants it: a number bare. */
function valueOf(b1: B1Fake, name: string, entered: string): string | number | null {
  if (entered === '') return null;
  const isNumber = userFieldsOf(b1).some(({ Name, Type }) => nameOf(Name) === name && NUMBERS.includes(String(Type)));
  return isNumber && Number.isFinite(Number(entered)) ? Number(entered) : entered;
}

const fieldOf = (name: string, row: Row): ErpCustomerField => ({
  name,
  label: LABELS[name] ?? name,
  value: textOf(row[name]) ?? '',
  options: null,
});

const schema = new Schema('10.0');

/** Saved as Service Layer saves it, refusals included. */
export function editCustomer(b1: B1Fake, { partner, contact }: Found, entered: Record<string, string>): void {
  const values = Object.fromEntries(Object.entries(entered).map(([name, value]) => [name, valueOf(b1, name, value)]));
  const isOfAddress = (name: string) => (ADDRESS as readonly string[]).includes(name);
  const pick = (isWanted: (name: string) => boolean) => Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
  const { AddressName = 'Fiscal', AddressType = 'bo_BillTo' } = billingOf(partner) ?? {};
  const address = { AddressName, AddressType, ...pick(isOfAddress) };
  const body = contact
    ? { ContactEmployees: [{ InternalCode: contact.InternalCode, ...values }] }
    : { ...pick((name) => !isOfAddress(name)), ...(Object.keys(values).some(isOfAddress) ? { BPAddresses: [address] } : {}) };
  b1.transaction((erp) => new PartnerWrites(erp.tx, schema).update(partner.CardCode, body, false));
}

/** Inactive: no business with it, and it stays in the books. */
export function archiveCustomer(b1: B1Fake, { partner, contact }: Found, isArchived: boolean): void {
  if (!contact) return b1.freeze(partner.CardCode, isArchived);
  editCustomer(b1, { partner, contact }, { Active: isArchived ? 'tNO' : 'tYES' });
}
