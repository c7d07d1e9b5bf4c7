import { z } from 'zod';
import { ReconnectError } from '../../shared/errors.ts';
import { anyOf, quoted } from '../shared/odata-query.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { S4Client, SetQuery } from './client.ts';
import { SERVICES } from './services.ts';
import type { S4Settings } from './settings.ts';
import { Text } from './values.ts';

const RawCompany = z.object({
  CompanyCode: z.string().min(1),
  CompanyCodeName: Text,
  Country: Text,
  Currency: z.string().length(3),
  Language: Text,
  ChartOfAccounts: Text,
  VATRegistration: Text,
});
export type Company = z.output<typeof RawCompany>;

export interface Companies {
  /** All that can be seen, by their codes in order; as they are now. */
  read(signal: AbortSignal): Promise<[Company, ...Company[]]>;
  /** By their codes; read once an hour. */
  get(signal: AbortSignal): Promise<ReadonlyMap<string, Company>>;
  /**
   * A condition that holds for those that were chosen, or for all that can be seen or that billing documents are of. Journals are not asked
   * without one: that takes too long.
   */
  filter(signal: AbortSignal): Promise<string>;
}

const COMPANIES: SetQuery = {
  service: SERVICES.companies,
  set: 'A_CompanyCode',
  key: ['CompanyCode'],
  select: fieldsOf(RawCompany),
  filter: '',
};
const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

export function createCompanies(client: S4Client, settings: Pick<S4Settings, 'companies'>, now: () => Date): Companies {
  const companies = singleFlight(() => readCompanies(client), { forMs: KEPT_MS, now });
  const others = singleFlight(async () => unlisted(client, (await companies.get(AbortSignal.timeout(READ_WITHIN_MS))).map(codeOf)), {
    forMs: KEPT_MS,
    now,
  });
  return {
    read(signal) {
      others.forget();
      companies.forget();
      return companies.get(signal);
    },
    get: async (signal) => new Map((await companies.get(signal)).map((company) => [company.CompanyCode, company])),
    async filter(signal) {
      if (settings.companies.length > 0) return ofCompanies(settings);
      return ofCompanies({ companies: [...(await companies.get(signal)).map(codeOf), ...(await others.get(signal))] });
    },
  };
}

async function readCompanies(client: S4Client): Promise<[Company, ...Company[]]> {
  const [first, ...others] = rowsOf(RawCompany).parse(await client.all(COMPANIES, AbortSignal.timeout(READ_WITHIN_MS)));
  if (first) return [first, ...others];
  throw new ReconnectError('The user sees no company code', {
    code: 'sap-s4.no_company_seen',
    help: 'Let the communication user see the company codes that are to be read.',
  });
}

const codeOf = ({ CompanyCode }: Company): string => CompanyCode;

const RawOther = z.object({ CompanyCode: z.string().min(1) });
const MOST_OTHERS = 20;

/**
 * Company codes that the list does not show and billing documents are of: their items are asked for as well. Who may not read billing documents
 * has none to settle.
 */
async function unlisted(client: S4Client, listed: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  while (found.length < MOST_OTHERS) {
    const filter = [...listed, ...found].map((code) => `CompanyCode ne ${quoted(code)}`).join(' and ');
    const query = {
      service: SERVICES.billing,
      set: 'A_BillingDocument',
      key: ['BillingDocument'],
      select: ['BillingDocument', 'CompanyCode'],
      filter,
    };
    const rows = await pageOrNone(client, query);
    const [next] = rowsOf(RawOther).parse(rows);
    if (!next) return found;
    found.push(next.CompanyCode);
  }
  return found;
}

async function pageOrNone(client: S4Client, query: SetQuery): Promise<unknown[]> {
  try {
    return (await client.page(query, null, 1, AbortSignal.timeout(READ_WITHIN_MS))).rows;
  } catch (error) {
    if (error instanceof ReconnectError) return [];
    throw error;
  }
}

/** Of the company codes that were chosen; an empty text: of all. */
export const ofCompanies = ({ companies }: Pick<S4Settings, 'companies'>): string =>
  anyOf(companies.map((code) => `CompanyCode eq ${quoted(code)}`));
