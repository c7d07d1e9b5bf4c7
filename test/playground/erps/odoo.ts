import { StartFailure } from '../../../server/shared/start-failure.ts';
import type { Company } from '../../fakes/company/index.ts';
import { startOdooFake, type OdooFake, type OdooVersion } from '../../fakes/odoo/index.ts';
import { loadIntoOdoo } from '../../fakes/odoo/load.ts';
import { odooOffice } from './odoo-office.ts';
import { odooOrders } from './odoo-orders.ts';
import { odooProducts } from './odoo-products.ts';
import { TIME_ZONE } from '../crm/portal.ts';
import { SLOW_MS, type PlaygroundErp } from './erp.ts';
import { CALIBRATION } from './calibration.ts';

const VERSIONS: readonly string[] = ['16', '17', '18', '19'];

/** `--odoo-version 16|17|18|19`; default 18. */
export async function startOdoo(company: Company, options: Record<string, string | boolean | undefined>): Promise<PlaygroundErp> {
  const version = options['odoo-version'] ?? '18';
  if (typeof version !== 'string' || !VERSIONS.includes(version))
    throw new StartFailure(`--odoo-version must be one of ${VERSIONS.join(', ')}`);
  const odoo = await startOdooFake({
    version: Number(version) as OdooVersion,
    botGroups: 'sales',
    subscriptions: 'product_contract',
    timeZone: TIME_ZONE,
  });
  loadIntoOdoo(odoo, company, { withOrders: true });
  await sellProjects(odoo);
  await sellContracts(odoo);
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
    behave: (how) => {
      odoo.faults.clear();
      if (how === 'down') odoo.faults.always({ kind: 'reset' });
      if (how === 'slow') odoo.faults.always({ kind: 'slow', ms: SLOW_MS });
    },
    close: () => odoo.close(),
  };
}

/** From now on: a service on site is a project with three tasks by itself; a calibration makes nothing, and there is a project to make one like. */
async function sellProjects(odoo: OdooFake): Promise<void> {
  for (const model of ['project.project', 'project.task'])
    for (const operation of ['read', 'create'] as const) odoo.grantRight(model, operation);
  await odoo.transaction(({ books: { tx }, catalog, projects }) => {
    const template = projects.createProject({ name: 'Mantenimiento en sitio' });
    for (const [name, hours] of TASKS) projects.addTask(template, { name, hours });
    const calibration = projects.createProject({ name: CALIBRATION.project });
    for (const [name, hours] of CALIBRATION_TASKS) projects.addTask(calibration, { name, hours });
    for (const product of [...tx.ids('product.product')]) {
      const { default_code: code } = tx.row('product.product', product);
      if (code === 'SRV-MTTO') catalog.updateTemplate(product, { service_tracking: 'project_only', project_template_id: template });
      if (code === CALIBRATION.sku) catalog.updateTemplate(product, { service_tracking: 'no' });
    }
  });
}

/** From now on a support plan is a contract by the month, which renews itself each year. */
async function sellContracts(odoo: OdooFake): Promise<void> {
  for (const model of ['contract.contract', 'contract.line', 'contract.template']) odoo.grantRight(model);
  await odoo.transaction(({ catalog, subscriptions }) => {
    const product = catalog.createProduct({ sku: 'SRV-POL', name: 'Póliza de soporte mensual', price: '1200.00', kind: 'service' });
    catalog.updateTemplate(product, {
      is_contract: true,
      property_contract_template_id: subscriptions.createContractTemplate('Póliza de soporte'),
      ...{ recurring_rule_type: 'monthly', recurring_interval: 1 },
      ...{ is_auto_renew: true, auto_renew_interval: 1, auto_renew_rule_type: 'yearly' },
    });
  });
}

const TASKS = [
  ['Agendar la visita', 1],
  ['Ejecutar el servicio', 6],
  ['Entregar el reporte', 2],
] as const;

const CALIBRATION_TASKS = [
  ['Recibir el instrumento', 0.5],
  ['Calibrar', 2],
  ['Emitir el certificado', 0.5],
] as const;

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
