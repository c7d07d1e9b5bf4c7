import { RecordRejectedError } from '../../shared/errors.ts';
import type { NewCustomer } from '../shared/contract.ts';
import type { Company } from './companies.ts';
import { companyFor, givenCountry } from './company-country.ts';
import type { Connection } from './connection.ts';
import type { CustomerOptions } from './customer-options.ts';
import type { BodyParts } from './partner-body.ts';
import { newAddress, taxBody } from './partner-changes.ts';
import { KEY_FIELD, partnerKey, partnerNumber } from './partner-keys.ts';

type Properties = Record<string, unknown>;

interface New {
  key: string;
  kind: NewCustomer['kind'];
  parts: BodyParts;
}

/** Who is in books and buys needs both roles, an account of a company code, and an area that sells to it: one call makes all of it. */
export async function newCustomerBody(connection: Connection, { key, kind, parts }: New, signal: AbortSignal): Promise<Properties> {
  const { settings } = connection;
  const options = await connection.options.get(signal);
  const pick = picker(options, parts);
  const companyCode = pick('CompanyCode', settings.companyCode ?? onlyOne(settings.companies), 'companyCodes');
  const account = pick('ReconciliationAccount', settings.reconciliationAccount, 'accounts');
  const [SalesOrganization, DistributionChannel, Division] = pick('SalesArea', settings.salesArea, 'salesAreas').split('/');
  const company = await companyFor(connection, companyCode, signal);
  const terms = parts.made['CustomerPaymentTerms'] ?? null;
  const area = { SalesOrganization, DistributionChannel, Division, Currency: company?.Currency };
  return {
    ...(await partnerBody(connection, { key, kind, parts, grouping: groupingOf(connection, pick, parts), company }, signal)),
    to_BusinessPartnerRole: { results: [{ BusinessPartnerRole: 'FLCU00' }, { BusinessPartnerRole: 'FLCU01' }] },
    to_Customer: {
      to_CustomerCompany: {
        results: [{ CompanyCode: companyCode, ReconciliationAccount: account, ...(terms !== null && { PaymentTerms: terms }) }],
      },
      to_CustomerSalesArea: { results: [{ ...area, ...(terms !== null && { CustomerPaymentTerms: terms }) }] },
    },
  };
}

/** Somebody at an organisation: a partner that is in nobody's books. */
export async function newPersonBody(connection: Connection, { key, parts }: Omit<New, 'kind'>, signal: AbortSignal): Promise<Properties> {
  const pick = picker(await connection.options.get(signal), parts);
  const grouping = groupingOf(connection, pick, parts);
  const company = await companyFor(connection, parts.made['CompanyCode'] ?? null, signal);
  const own = await partnerBody(connection, { key, kind: 'person', parts, grouping, company }, signal);
  return { ...own, to_BusinessPartnerRole: { results: [{ BusinessPartnerRole: 'BUP001' }] } };
}

async function partnerBody(
  connection: Connection,
  { key, kind, parts, grouping, company }: New & { grouping: Grouping; company: Company | undefined },
  signal: AbortSignal,
): Promise<Properties> {
  const country = givenCountry(parts.address) ?? company?.Country ?? '';
  const language = company?.Language ?? null;
  const address = { ...(language !== null && { Language: language }), Country: country, ...newAddress(parts, country) };
  const taxes = parts.taxId ? [taxBody(await connection.taxTypes.of(country, signal), parts.taxId)] : [];
  return {
    ...(grouping.isExternal && { BusinessPartner: partnerNumber(key) }),
    BusinessPartnerCategory: kind === 'person' ? '1' : '2',
    BusinessPartnerGrouping: grouping.code,
    [KEY_FIELD]: partnerKey(key),
    ...(language !== null && { CorrespondenceLanguage: language }),
    ...parts.partner,
    to_BusinessPartnerAddress: { results: [address] },
    ...(taxes.length > 0 && { to_BusinessPartnerTax: { results: taxes } }),
  };
}

type Pick = (field: string, entered: string | null, set: keyof CustomerOptions) => string;

/** What somebody chose for new customers, what was entered with the connection, or the only one that customers have. */
const picker =
  (options: CustomerOptions, { made }: BodyParts): Pick =>
  (field, entered, set) => {
    const chosen = made[field] ?? entered ?? onlyOne(options[set].map(({ value }) => value));
    if (chosen !== null) return chosen;
    throw new RecordRejectedError('Nobody said with what a customer is made', {
      code: 'sap-s4.choose_for_new',
      params: { field },
      properties: [field],
    });
  };

interface Grouping {
  code: string;
  isExternal: boolean;
}

function groupingOf({ settings }: Connection, pick: Pick, { made }: BodyParts): Grouping {
  const { externalGrouping, grouping } = settings;
  const chosen = made['BusinessPartnerGrouping'] ?? externalGrouping;
  if (chosen !== null && chosen === externalGrouping) return { code: chosen, isExternal: true };
  return { code: pick('BusinessPartnerGrouping', grouping, 'groupings'), isExternal: false };
}

const onlyOne = (values: readonly string[]): string | null => (values.length === 1 ? (values[0] ?? null) : null);
