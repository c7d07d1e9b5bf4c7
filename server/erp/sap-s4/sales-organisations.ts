import { z } from 'zod';
import { oneOf, quoted } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { S4Client } from './client.ts';
import type { Companies } from './companies.ts';
import { SALES_KINDS, type SalesKind } from './sales-kinds.ts';
import { SERVICES } from './services.ts';
import type { S4Settings } from './settings.ts';

/** Sales documents name a sales organisation, which belongs to one company code. */
export interface SalesOrganisations {
  /** Company codes by sales organisation; one of which nobody tells it is missing. */
  companiesOf(organisations: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** A condition that holds for documents of the company codes that were chosen; empty: of all. */
  filter(kind: SalesKind, signal: AbortSignal): Promise<string>;
}

const RawCompany = z.object({ CompanyCode: z.string().min(1) });
const RawOrganisation = z.object({ SalesOrganization: z.string().min(1) });
const MOST = 100;
const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;
const NOBODYS = "SalesOrganization eq ''";

interface Parts {
  client: S4Client;
  companies: Companies;
  settings: Pick<S4Settings, 'companies'>;
  now(): Date;
}

export function createSalesOrganisations({ client, companies, settings, now }: Parts): SalesOrganisations {
  // A sales organisation never changes to another company code once something was billed.
  const known = new Map<string, string>();
  const selling = new Map(
    SALES_KINDS.map((kind) => [kind.set, singleFlight(() => organisationsIn(client, kind), { forMs: KEPT_MS, now })] as const),
  );

  /** What was never billed is most likely of the company code of its name. */
  async function companyOf(organisation: string, signal: AbortSignal): Promise<string | undefined> {
    const { rows } = await client.page(billedBy(organisation), null, 1, signal);
    const billed = readableRows(RawCompany, rows)[0]?.CompanyCode;
    if (billed !== undefined) known.set(organisation, billed);
    return billed ?? (await companies.get(signal)).get(organisation)?.CompanyCode;
  }

  async function companiesOf(organisations: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const organisation of new Set(organisations)) {
      const company = known.get(organisation) ?? (await companyOf(organisation, signal));
      if (company !== undefined) found.set(organisation, company);
    }
    return found;
  }

  return {
    companiesOf,
    async filter(kind, signal) {
      if (settings.companies.length === 0) return '';
      const organisations = (await selling.get(kind.set)?.get(signal)) ?? [];
      const found = await companiesOf(organisations, signal);
      const chosen = organisations.filter((one) => settings.companies.includes(found.get(one) ?? ''));
      return chosen.length === 0 ? NOBODYS : oneOf('SalesOrganization', chosen);
    },
  };
}

const billedBy = (organisation: string) => ({
  service: SERVICES.billing,
  set: 'A_BillingDocument',
  key: ['BillingDocument'],
  select: ['BillingDocument', 'CompanyCode'],
  filter: `SalesOrganization eq ${quoted(organisation)}`,
});

/** Found by asking for a document of one that is not among those already found: no service of these lists them. */
async function organisationsIn(client: S4Client, { service, set, number }: SalesKind): Promise<string[]> {
  const found: string[] = [];
  while (found.length < MOST) {
    const filter = found.map((one) => `SalesOrganization ne ${quoted(one)}`).join(' and ');
    const query = { service, set, key: [number], select: [number, 'SalesOrganization'], filter };
    const { rows } = await client.page(query, null, 1, AbortSignal.timeout(READ_WITHIN_MS));
    const [next] = readableRows(RawOrganisation, rows);
    if (!next) return found;
    found.push(next.SalesOrganization);
  }
  return found;
}
