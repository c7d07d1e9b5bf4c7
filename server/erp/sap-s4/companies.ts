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
  ChartOfAccounts: Text,
  VATRegistration: Text,
});
export type Company = z.output<typeof RawCompany>;

export interface Companies {
  /** All that can be seen, by their codes in order; as they are now. */
  read(signal: AbortSignal): Promise<[Company, ...Company[]]>;
  /** By their codes; read once an hour. */
  get(signal: AbortSignal): Promise<ReadonlyMap<string, Company>>;
  /** A condition that holds for those that were chosen, or for all that can be seen. Journals are not asked without one: that takes too long. */
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
  return {
    read(signal) {
      companies.forget();
      return companies.get(signal);
    },
    get: async (signal) => new Map((await companies.get(signal)).map((company) => [company.CompanyCode, company])),
    async filter(signal) {
      if (settings.companies.length > 0) return ofCompanies(settings);
      return ofCompanies({ companies: (await companies.get(signal)).map(({ CompanyCode }) => CompanyCode) });
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

/** Of the company codes that were chosen; an empty text: of all. */
export const ofCompanies = ({ companies }: Pick<S4Settings, 'companies'>): string =>
  anyOf(companies.map((code) => `CompanyCode eq ${quoted(code)}`));
