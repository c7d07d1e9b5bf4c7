import type { ErpIdentity } from '../shared/contract.ts';
import { plainTaxId, shortHash } from '../shared/identity.ts';
import type { Connection } from './connection.ts';

/**
 * Which company database this is. The Service Layer tells no number of the installation, so the database's name stands for it together with
 * the company's country, tax id and the currency of its books, none of which changes once there is business: not its name, not its address.
 * A copy with the same content cannot be told by this: the engine compares records too.
 */
export async function identify({ settings, client, company }: Connection, signal: AbortSignal): Promise<ErpIdentity> {
  const { name, taxId, country, base } = await company.read(signal);
  const origin = [settings.companyDb, country ?? '', plainTaxId(taxId), base.code].join('\n');
  return {
    key: `sap-b1:${shortHash(origin)}`,
    name: name || settings.companyDb,
    product: `SAP Business One ${versionText(await client.version(signal))}`.trim(),
    companies: [{ id: settings.companyDb, name: name || settings.companyDb, currency: base.code, taxId }],
  };
}

/** `1000340` is 10.0, patch level 34. */
function versionText(version: string): string {
  const match = /^(\d{1,2})(\d{2})(\d{3})$/.exec(version);
  if (!match) return version;
  return `${Number(match[1])}.${Number(match[2])} PL ${Math.floor(Number(match[3]) / 10)}`;
}
