import type { CustomerField, CustomerFieldKind, FieldRole } from '../shared/contract.ts';
import type { OptionSet } from './field-options.ts';

/** Where the server keeps a value: in the partner, in one of its addresses, in a contact person. */
type Place = 'partner' | AddressPlace | 'contact';
export type AddressPlace = 'billTo' | 'shipTo';

export interface PartnerField {
  name: string;
  /** The server's property, and the database's column by which its refusals name it. */
  property: string;
  column: string;
  place: Place;
  role: FieldRole | null;
  type: CustomerField['type'];
  isNumber: boolean;
  options: OptionSet | null;
  isRequired: boolean;
  isForNewOnly: boolean;
}

/** `BillTo.Street` and `ShipTo.Street` are `Street` of two rows in `BPAddresses`. */
export const COUNTRY_OF: Readonly<Record<AddressPlace, string>> = { billTo: 'BillTo.Country', shipTo: 'ShipTo.Country' };
export const TABLE_OF: Readonly<Record<Place, string>> = { partner: 'OCRD', billTo: 'CRD1', shipTo: 'CRD1', contact: 'OCPR' };
export const TYPE_OF: Readonly<Record<Place, string>> = {
  ...{ partner: 'BusinessPartner', billTo: 'BPAddress', shipTo: 'BPAddress', contact: 'ContactEmployee' },
};
const PLACE_OF: Readonly<Record<CustomerFieldKind, Place>> = { customer: 'partner', contact_person: 'contact' };

type Given = Partial<Omit<PartnerField, 'name' | 'property' | 'place'>>;

const field =
  (place: Place, prefix = '') =>
  (property: string, role: FieldRole | null, given: Given = {}): PartnerField => ({
    name: `${prefix}${property}`,
    property,
    column: property,
    place,
    role,
    type: given.options ? 'reference' : 'text',
    isNumber: false,
    options: null,
    isRequired: false,
    isForNewOnly: false,
    ...given,
  });
const partner = field('partner');
const billTo = field('billTo', 'BillTo.');
const shipTo = field('shipTo', 'ShipTo.');
const contact = field('contact');
const number = (options: OptionSet, column: string): Given => ({ options, column, isNumber: true });

const CUSTOMER: readonly PartnerField[] = [
  partner('CardName', 'name', { isRequired: true }),
  partner('CardForeignName', 'trade_name', { column: 'CardFName' }),
  partner('FederalTaxID', 'tax_id', { column: 'LicTradNum' }),
  partner('EmailAddress', 'email', { column: 'E_Mail' }),
  partner('Phone1', 'phone'),
  partner('Phone2', null),
  partner('Cellular', 'mobile'),
  partner('Website', 'website', { column: 'IntrntSite' }),
  partner('GroupCode', 'group', number('groups', 'GroupCode')),
  partner('PayTermsGrpCode', 'payment_term', number('paymentTerms', 'GroupNum')),
  partner('PriceListNum', 'price_list', number('priceLists', 'ListNum')),
  partner('SalesPersonCode', 'salesperson', number('salesPeople', 'SlpCode')),
  partner('Currency', 'currency', { options: 'currencies' }),
  partner('Series', 'series', { ...number('series', 'Series'), isForNewOnly: true }),
  // Street and number stay the two fields they are: who joins or splits them guesses.
  billTo('Street', 'street'),
  billTo('StreetNo', null),
  billTo('Block', null),
  billTo('BuildingFloorRoom', 'street2', { column: 'Building' }),
  billTo('City', 'city'),
  billTo('County', null),
  billTo('ZipCode', 'zip'),
  billTo('Country', 'country', { options: 'countries' }),
  billTo('State', 'state', { options: 'states' }),
  shipTo('Street', 'delivery_street'),
  shipTo('StreetNo', null),
  shipTo('Block', null),
  shipTo('BuildingFloorRoom', 'delivery_street2', { column: 'Building' }),
  shipTo('City', 'delivery_city'),
  shipTo('County', null),
  shipTo('ZipCode', 'delivery_zip'),
  shipTo('Country', 'delivery_country', { options: 'countries' }),
  shipTo('State', 'delivery_state', { options: 'states' }),
];

const CONTACT_PERSON: readonly PartnerField[] = [
  contact('Name', 'name', { isRequired: true }),
  contact('FirstName', 'first_name'),
  // The partner of whom it is a line, for ever.
  contact('CardCode', 'organisation', { type: 'reference' }),
  contact('MiddleName', null),
  contact('LastName', 'last_name'),
  contact('Position', 'job_title'),
  contact('E_Mail', 'email', { column: 'E_MailL' }),
  contact('Phone1', 'phone', { column: 'Tel1' }),
  contact('Phone2', null, { column: 'Tel2' }),
  contact('MobilePhone', 'mobile', { column: 'Cellolar' }),
];

export const STANDARD_FIELDS: Readonly<Record<CustomerFieldKind, readonly PartnerField[]>> = {
  customer: CUSTOMER,
  contact_person: CONTACT_PERSON,
};

/** One that an administrator added; of an unknown one the server says what is wrong with it. */
export const userField = (kind: CustomerFieldKind, name: string, given: Given = {}): PartnerField =>
  field(PLACE_OF[kind])(name, null, given);
