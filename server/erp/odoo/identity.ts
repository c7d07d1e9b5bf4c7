import { z } from 'zod';
import type { ErpIdentity } from '../shared/contract.ts';
import type { OdooClient } from './client.ts';
import type { Connection } from './connection.ts';
import { isRefusal, missingRight } from './errors.ts';
import { RawCompany } from './raw.ts';
import { searchRead } from './search.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { plainTaxId, shortHash } from '../shared/identity.ts';
import { rowsOf } from '../shared/rows.ts';

/**
 * Which database this is. Best told by `database.uuid`, which Odoo makes anew for every copy; only administrators may read it. For others the
 * oldest company they see stands for it (its id, the second it was created and its tax id), with the second in which accounting was installed. A rename, another address, another database name
 * and another choice of companies change none of them. The tax id tells databases apart that a host made from one template; one that is
 * entered later makes the administrator be asked once. A copy with the same content cannot be told by this: the engine compares records too.
 * So that a key of another user leads to the same installation, every company carries what it would be recognised by.
 */
export function createIdentityReader(connection: Connection): (signal: AbortSignal) => Promise<ErpIdentity> {
  const { client, settings } = connection;
  let mayReadUuid = true;

  async function readUuid(signal: AbortSignal): Promise<string | null> {
    if (!mayReadUuid) return null;
    const search = { model: 'ir.config_parameter', domain: [['key', '=', 'database.uuid']] as const, fields: ['value'] };
    try {
      const rows = await searchRead(client, search, signal);
      return rowsOf(z.object({ value: z.string() })).parse(rows)[0]?.value ?? null;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      mayReadUuid = false;
      return null;
    }
  }

  return async (signal) => {
    const { product } = await client.server(signal);
    const companies = await readCompanies(connection, signal);
    const oldest = companies[0];
    if (!oldest) throw missingRight('res.company', null);
    const uuid = await readUuid(signal);
    const founded = await readFounded(client, signal);
    return {
      key: `odoo:${shortHash(uuid ?? `${originOf(oldest)} ${founded ?? ''}`)}`,
      ...(uuid !== null && { proof: shortHash(uuid) }),
      ...(founded !== null && { founded }),
      address: shortHash(`${settings.url} ${settings.database ?? ''}`),
      name: oldest.name ?? product,
      product,
      companies: await inTheirCurrency(connection, companies, signal),
    };
  };
}

/** The second in which accounting was installed: minutes after the companies, never the same in two databases that were made at once. */
async function readFounded(client: OdooClient, signal: AbortSignal): Promise<string | null> {
  try {
    const rows = await searchRead(client, { model: 'account.payment.method', domain: [], fields: ['create_date'], limit: 1 }, signal);
    return rowsOf(z.object({ create_date: z.string() })).parse(rows)[0]?.create_date ?? null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return null;
  }
}

const originOf = ({ id, create_date, vat }: RawCompany): string => shortHash(`${id} ${create_date} ${plainTaxId(vat)}`);

/** All the user may see, oldest first. */
export async function readCompanies({ client }: Connection, signal: AbortSignal): Promise<RawCompany[]> {
  const fields = ['name', 'currency_id', 'vat', 'partner_id', 'create_date'];
  return rowsOf(RawCompany).parse(await searchRead(client, { model: 'res.company', domain: [], fields }, signal));
}

async function inTheirCurrency(
  { references }: Connection,
  companies: readonly RawCompany[],
  signal: AbortSignal,
): Promise<ErpIdentity['companies']> {
  await references.currencies.ensure(
    companies.map(({ currency_id }) => currency_id),
    signal,
  );
  return companies.map((company) => ({
    id: String(company.id),
    name: company.name ?? '',
    currency: references.currencies.get(company.currency_id)?.code ?? '',
    taxId: company.vat,
    ...(company.partner_id !== null && { customerId: erpRecordId(company.partner_id) }),
    origin: originOf(company),
  }));
}
