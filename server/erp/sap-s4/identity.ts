import { z } from 'zod';
import type { ErpIdentity } from '../shared/contract.ts';
import { plainTaxId, shortHash } from '../shared/identity.ts';
import { readableRows } from '../shared/rows.ts';
import { billingQuery } from './billing.ts';
import type { Company } from './companies.ts';
import type { Connection } from './connection.ts';
import { Text } from './values.ts';

const RawLogical = z.object({ LogicalSystem: Text });

/**
 * Which client of which system this is. Its logical system has a name that no other one has, not even a copy, which is renamed; but only
 * documents say it. So the first company code with its country, tax id, currency and chart of accounts stands for it: none of them changes
 * once there is business.
 */
export async function identify(connection: Connection, signal: AbortSignal): Promise<ErpIdentity> {
  const { companies, client, settings } = connection;
  const visible = await companies.read(signal);
  const [first] = visible;
  const query = billingQuery({ settings: { ...settings, companies: [] } }, { select: ['BillingDocument', 'LogicalSystem'] });
  // Always of the same document: another one may have been made elsewhere.
  const oldest = readableRows(RawLogical, (await client.page(query, null, 1, signal)).rows)[0];
  return {
    key: `sap-s4:${shortHash(originOf(first))}`,
    ...(oldest?.LogicalSystem && { proof: oldest.LogicalSystem }),
    address: `${settings.url} ${settings.client ?? ''}`.trim(),
    name: first.CompanyCodeName ?? first.CompanyCode,
    product: 'SAP S/4HANA',
    companies: visible.map((company) => ({
      id: company.CompanyCode,
      name: company.CompanyCodeName ?? company.CompanyCode,
      currency: company.Currency,
      taxId: company.VATRegistration,
      origin: shortHash(originOf(company)),
    })),
  };
}

const originOf = ({ CompanyCode, Country, Currency, ChartOfAccounts, VATRegistration }: Company): string =>
  [CompanyCode, Country ?? '', plainTaxId(VATRegistration), Currency, ChartOfAccounts ?? ''].join('\n');
