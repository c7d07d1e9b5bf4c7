import { z } from 'zod';
import type { ErpField } from '../shared/contract.ts';
import { PuenteError, ReconnectError } from '../../shared/errors.ts';
import countries from 'i18n-iso-countries';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { S4Client, SetQuery } from './client.ts';
import { LANGUAGES } from './languages.ts';
import type { OptionSet } from './partner-fields.ts';
import { SERVICES } from './services.ts';
import { NeededKey, Text } from './values.ts';

type Options = NonNullable<ErpField['options']>;
/** What can be chosen. Codes of customizing no service lists: those that the newest customers have. */
export type CustomerOptions = Readonly<Record<OptionSet, Options>>;

const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;
/** Customers looked at. */
const LOOKED_AT = 1_000;
/** A list that is longer nobody chooses from. */
const MOST = 500;

const RawGrouping = z.object({ BusinessPartner: NeededKey, BusinessPartnerGrouping: Text });
const RawCompany = z.object({ Customer: NeededKey, CompanyCode: Text, ReconciliationAccount: Text });
const RawArea = z.object({
  Customer: NeededKey,
  SalesOrganization: Text,
  DistributionChannel: Text,
  Division: Text,
  CustomerPaymentTerms: Text,
});

/** Read once an hour: nothing but choices and the only one hang on them, the system checks each code itself. */
export const createCustomerOptions = (client: S4Client, now: () => Date) =>
  singleFlight(() => readOptions(client, AbortSignal.timeout(READ_WITHIN_MS)), { forMs: KEPT_MS, now });

async function readOptions(client: S4Client, signal: AbortSignal): Promise<CustomerOptions> {
  const groupings = await newest(
    client,
    RawGrouping,
    { set: 'A_BusinessPartner', key: ['BusinessPartner'], filter: `Customer ne ''` },
    signal,
  );
  const companies = await newest(client, RawCompany, { set: 'A_CustomerCompany', key: ['Customer', 'CompanyCode'], filter: '' }, signal);
  const area = ['Customer', 'SalesOrganization', 'DistributionChannel', 'Division'];
  const areas = await newest(client, RawArea, { set: 'A_CustomerSalesArea', key: area, filter: '' }, signal);
  return {
    languages: LANGUAGES,
    countries: COUNTRIES,
    groupings: distinct(groupings.map(({ BusinessPartnerGrouping }) => BusinessPartnerGrouping)),
    companyCodes: distinct(companies.map(({ CompanyCode }) => CompanyCode)),
    accounts: distinct(companies.map(({ ReconciliationAccount }) => ReconciliationAccount)),
    salesAreas: distinct(areas.map(areaOf)),
    paymentTerms: distinct(areas.map(({ CustomerPaymentTerms }) => CustomerPaymentTerms)),
  };
}

async function newest<T extends z.ZodObject>(
  client: S4Client,
  row: T,
  query: Pick<SetQuery, 'set' | 'key' | 'filter'>,
  signal: AbortSignal,
): Promise<z.output<T>[]> {
  const [first = '', ...key] = query.key;
  try {
    const asked = { ...query, key, service: SERVICES.partners, select: [...new Set([...fieldsOf(row), ...query.key])] };
    return readableRows(row, await client.latest(asked, first, LOOKED_AT, signal));
  } catch (error) {
    // What the user may not see is not offered; what is down is.
    if (error instanceof ReconnectError || (error instanceof PuenteError && error.code === 'sap-s4.request_refused')) return [];
    throw error;
  }
}

const areaOf = ({ SalesOrganization, DistributionChannel, Division }: z.output<typeof RawArea>): string | null =>
  SalesOrganization && DistributionChannel && Division ? [SalesOrganization, DistributionChannel, Division].join('/') : null;

function distinct(values: readonly (string | null)[]): Options {
  const codes = [...new Set(values)].filter((value) => value !== null).toSorted();
  return codes.slice(0, MOST).map((value) => ({ value, label: value }));
}

const names = new Intl.DisplayNames('en', { type: 'region' });
const COUNTRIES: Options = Object.keys(countries.getAlpha2Codes()).map((value) => ({ value, label: names.of(value) ?? value }));
