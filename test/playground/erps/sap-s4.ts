import type { Company } from '../../fakes/company/index.ts';
import { startS4Fake, type S4Fake } from '../../fakes/sap-s4/index.ts';
import { loadIntoS4, orderNumber } from '../../fakes/sap-s4/load.ts';
import { behaveBadly, type PlaygroundErp } from './erp.ts';
import { s4Office } from './sap-s4-office.ts';
import { s4Orders } from './sap-s4-order-office.ts';
import { agreeOrders } from './sap-s4-orders.ts';
import { s4Products } from './sap-s4-products.ts';

/** A cloud tenant whose clearings leave no mark, and whose journal entries carry leading zeros: the harder case. */
export async function startSapS4(company: Company, options: Record<string, string | boolean | undefined>): Promise<PlaygroundErp> {
  if (options['sap-s4-version'] !== undefined) throw new Error('--sap-s4-version: a cloud tenant has no choice of versions');
  const { name, taxId } = company;
  const s4 = await startS4Fake({ companies: [{ code: '1010', name, currency: 'MXN', country: 'MX', taxId }], childTouchesPartner: true });
  loadIntoS4(s4, company, { orders: true });
  agreeOrders(s4);
  const { url, credentials } = s4;
  return {
    name: 'SAP S/4HANA Cloud',
    url,
    connection: { system: 'sap-s4', name, settings: { url, ...credentials, ...FOR_NEW } },
    shown: shownOf(s4),
    hintAdmin: null,
    orderNumber,
    office: s4Office(s4),
    products: s4Products(s4),
    orders: s4Orders(s4),
    behave: (how) => behaveBadly(s4.faults, how),
    close: () => s4.close(),
  };
}

/** Of customers that are made from HubSpot; the number range for Puente is open. */
const FOR_NEW = { externalGrouping: 'BPHS', companyCode: '1010', reconciliationAccount: '12100000', salesArea: '1010/10/00' };

function shownOf({ url, tokenUrl, credentials: { user, password }, oauth: { clientId, clientSecret } }: S4Fake): PlaygroundErp['shown'] {
  return [
    { label: 'Address of the API host', value: url },
    { label: 'Communication user', value: user },
    { label: 'Password', value: password },
    { label: 'Or: token address', value: tokenUrl },
    { label: 'Client id', value: clientId },
    { label: 'Client secret', value: clientSecret },
    ...Object.entries(FOR_NEW).map(([label, value]) => ({ label, value })),
  ];
}
