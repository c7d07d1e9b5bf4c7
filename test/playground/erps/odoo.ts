import { StartFailure } from '../../../server/shared/start-failure.ts';
import type { Company } from '../../fakes/company/index.ts';
import { startOdooFake, type OdooFake, type OdooVersion } from '../../fakes/odoo/index.ts';
import { loadIntoOdoo } from '../../fakes/odoo/load.ts';
import { odooOffice } from './odoo-office.ts';
import { odooOrders } from './odoo-orders.ts';
import { odooProducts } from './odoo-products.ts';
import type { PlaygroundErp } from './erp.ts';

const VERSIONS: readonly string[] = ['16', '17', '18', '19'];

/** `--odoo-version 16|17|18|19`; default 18. */
export async function startOdoo(company: Company, options: Record<string, string | boolean | undefined>): Promise<PlaygroundErp> {
  const version = options['odoo-version'] ?? '18';
  if (typeof version !== 'string' || !VERSIONS.includes(version))
    throw new StartFailure(`--odoo-version must be one of ${VERSIONS.join(', ')}`);
  const odoo = await startOdooFake({ version: Number(version) as OdooVersion, botGroups: 'sales' });
  loadIntoOdoo(odoo, company, { withOrders: true });
  return {
    name: `Odoo ${version}`,
    url: odoo.url,
    connection: { system: 'odoo', name: 'Odoo', settings: settingsOf(odoo) },
    shown: shownOf(odoo),
    // Automation rules call webhooks from 17 on.
    hintAdmin: odoo.version >= 17 ? { login: odoo.admin.login, apiKey: odoo.admin.apiKey } : null,
    office: odooOffice(odoo),
    products: odooProducts(odoo),
    orders: odooOrders(odoo),
    close: () => odoo.close(),
  };
}

const settingsOf = (odoo: OdooFake): Record<string, string> => ({
  url: odoo.url,
  database: odoo.database,
  login: odoo.login,
  apiKey: odoo.apiKey,
});

const shownOf = (odoo: OdooFake): PlaygroundErp['shown'] => [
  { label: 'Address', value: odoo.url },
  { label: 'Database', value: odoo.database },
  { label: 'Login', value: odoo.login },
  { label: 'API key', value: odoo.apiKey },
  { label: 'Administrator (for change hints)', value: `${odoo.admin.login} · ${odoo.admin.apiKey}` },
];
