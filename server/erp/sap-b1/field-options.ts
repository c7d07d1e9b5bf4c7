import { z } from 'zod';
import type { ErpField } from '../shared/contract.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import type { Company } from './company.ts';
import { SEVERAL_CURRENCIES } from './company.ts';
import { isRefusal } from './errors.ts';
import { readPriceLists, readSet } from './item-references.ts';
import { RawCurrency, Text, YesNo } from './raw.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { quoted } from '../shared/odata-query.ts';

/** Sets of codes of which a field of a customer takes one. */
export type OptionSet = 'groups' | 'paymentTerms' | 'priceLists' | 'salesPeople' | 'currencies' | 'series' | 'states' | 'countries';
type Options = NonNullable<ErpField['options']>;
/** Null: the server does not tell this user, or not on this patch level. */
export type FieldOptions = Readonly<Record<OptionSet, Options | null>>;

/** What the server calls nobody. */
export const NOBODY = '-1';

const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

/** Read once an hour: nothing but choices hangs on them, the server checks each code itself. */
export function createFieldOptions(client: B1Client, company: { get(signal: AbortSignal): Promise<Company> }, now: () => Date) {
  return singleFlight(() => readOptions(client, company, AbortSignal.timeout(READ_WITHIN_MS)), { forMs: KEPT_MS, now });
}

async function readOptions(
  client: B1Client,
  company: { get(signal: AbortSignal): Promise<Company> },
  signal: AbortSignal,
): Promise<FieldOptions> {
  const told = async (read: () => Promise<Options>, most = MOST): Promise<Options | null> => {
    try {
      return (await read()).slice(0, most);
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  };
  return {
    groups: await told(() => readGroups(client, signal)),
    paymentTerms: await told(() => readTerms(client, signal)),
    priceLists: await told(async () => (await readPriceLists(client, signal)).map((list) => option(list.PriceListNo, list.PriceListName))),
    salesPeople: await told(() => readSalesPeople(client, signal)),
    currencies: await told(async () => readCurrencies(client, await company.get(signal), signal)),
    series: await told(() => readSeries(client, signal)),
    states: await told(() => readStates(client, signal), MOST_STATES),
    countries: await told(() => readCountries(client, signal)),
  };
}

/** A list that is longer nobody chooses from. */
const MOST = 500;
/** HubSpot holds a state's name, which only the list turns into its code and back: customers live in any country. */
const MOST_STATES = 5_000;

const option = (value: string | number, label: string | null): Options[number] => ({ value: String(value), label: label ?? String(value) });

const RawGroup = z.object({ Code: z.number().int(), Name: Text });
async function readGroups(client: B1Client, signal: AbortSignal): Promise<Options> {
  const asked = { set: 'BusinessPartnerGroups', key: 'Code', select: fieldsOf(RawGroup), filter: `Type eq 'bbpgt_CustomerGroup'` };
  return readableRows(RawGroup, await readSet(client, asked, signal)).map(({ Code, Name }) => option(Code, Name));
}

const RawTerms = z.object({ GroupNumber: z.number().int(), PaymentTermsGroupName: Text });
async function readTerms(client: B1Client, signal: AbortSignal): Promise<Options> {
  const rows = await readSet(client, { set: 'PaymentTermsTypes', key: 'GroupNumber', select: fieldsOf(RawTerms) }, signal);
  return readableRows(RawTerms, rows).map(({ GroupNumber, PaymentTermsGroupName }) => option(GroupNumber, PaymentTermsGroupName));
}

const RawSalesPerson = z.object({ SalesEmployeeCode: z.number().int(), SalesEmployeeName: Text, Active: Text });
async function readSalesPeople(client: B1Client, signal: AbortSignal): Promise<Options> {
  const rows = await readSet(client, { set: 'SalesPersons', key: 'SalesEmployeeCode', select: fieldsOf(RawSalesPerson) }, signal);
  return readableRows(RawSalesPerson, rows)
    .filter(({ SalesEmployeeCode, Active }) => String(SalesEmployeeCode) !== NOBODY && Active !== 'tNO')
    .map(({ SalesEmployeeCode, SalesEmployeeName }) => option(SalesEmployeeCode, SalesEmployeeName));
}

/** By the code of the books, `$` among them, because that is what a partner carries; people read the ISO code. */
async function readCurrencies(client: B1Client, company: Company, signal: AbortSignal): Promise<Options> {
  const rows = await readSet(client, { set: 'Currencies', key: 'Code', select: fieldsOf(RawCurrency) }, signal);
  const known = readableRows(RawCurrency, rows).map(({ Code }) => option(Code, company.currency(Code)?.code ?? null));
  return [...known, option(SEVERAL_CURRENCIES, null)];
}

const Found = z.object({ value: rowsOf(z.object({ Series: z.number().int(), Name: Text, Locked: YesNo, IsManual: YesNo })) });
/** Those that give out numbers; where codes are written by hand, they come from us. */
async function readSeries(client: B1Client, signal: AbortSignal): Promise<Options> {
  const asked = { DocumentTypeParams: { Document: '2', DocumentSubType: 'C' } };
  const { value } = Found.parse(await client.action('SeriesService_GetDocumentSeries', asked, signal));
  return value.filter(({ Locked, IsManual }) => !Locked && !IsManual).map(({ Series, Name }) => option(Series, Name));
}

const RawCountry = z.object({ Code: z.string().min(1), Name: Text });
/** Codes are those of ISO 3166; the ones that administrators add are no countries others know. */
async function readCountries(client: B1Client, signal: AbortSignal): Promise<Options> {
  const rows = await readSet(client, { set: 'Countries', key: 'Code', select: fieldsOf(RawCountry) }, signal);
  return readableRows(RawCountry, rows)
    .filter(({ Code }) => /^[A-Z]{2}$/.test(Code))
    .map(({ Code, Name }) => option(Code, Name));
}

const RawState = z.object({ Country: z.string().min(1), Code: z.string().min(1), Name: Text });
const STATES_AT_ONCE = 500;
/** `NLE` is one of Mexico's, `MX-NLE`: their key has two parts. */
async function readStates(client: B1Client, signal: AbortSignal): Promise<Options> {
  const states: z.output<typeof RawState>[] = [];
  for (let filter = '', hasMore = true; hasMore;) {
    const page = await client.page('States', { select: fieldsOf(RawState), filter, orderby: 'Country,Code' }, STATES_AT_ONCE, signal);
    const found = readableRows(RawState, page.rows);
    states.push(...found);
    const last = found.at(-1);
    hasMore = page.hasMore && last !== undefined;
    if (last) filter = `Country gt ${quoted(last.Country)} or (Country eq ${quoted(last.Country)} and Code gt ${quoted(last.Code)})`;
  }
  return states.filter(({ Country }) => /^[A-Z]{2}$/.test(Country)).map(({ Country, Code, Name }) => option(`${Country}-${Code}`, Name));
}
