import type { Company } from '../../fakes/company/index.ts';
import { startB1Fake, type B1Fake, type B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { loadIntoB1, orderNumber } from '../../fakes/sap-b1/load.ts';
import { behaveBadly, type BackOffice, type PlaygroundErp } from './erp.ts';
import { book } from './sap-b1-booking.ts';
import { b1Orders } from './sap-b1-order-office.ts';
import { agreeOrders } from './sap-b1-orders.ts';
import { b1Products } from './sap-b1-products.ts';
import { searchCustomers } from './sap-b1-customers.ts';
import { fileOf } from './sap-b1-office.ts';

const PATCH_LEVELS: ReadonlyMap<string, NonNullable<B1FakeOptions['patchLevel']>> = new Map([
  ['9.3', 'old'],
  ['10.0', '10.0'],
]);

/** `--sap-b1-version 9.3|10.0`; default 10.0. Payments leave no mark on invoices, the harder case. */
export async function startSapB1(company: Company, options: Record<string, string | boolean | undefined>): Promise<PlaygroundErp> {
  const version = options['sap-b1-version'] ?? '10.0';
  const patchLevel = typeof version === 'string' ? PATCH_LEVELS.get(version) : undefined;
  if (!patchLevel) throw new Error(`--sap-b1-version must be one of ${[...PATCH_LEVELS.keys()].join(', ')}`);
  const { name, taxId } = company;
  const b1 = await startB1Fake({ patchLevel, companies: [{ db: 'SBO_VALVULAS', name, taxId, localCurrency: 'MXN' }] });
  loadIntoB1(b1, company);
  agreeOrders(b1);
  // As an administrator does for the key of a quotation that is made from a deal.
  b1.addUserField('Orders', { name: 'PuenteKey', title: 'Clave de Puente', size: 32 });
  return {
    name: `SAP Business One ${version}`,
    url: b1.url,
    connection: { system: 'sap-b1', name: 'SAP Business One', settings: { url: b1.url, ...b1.credentials } },
    shown: shownOf(b1),
    hintAdmin: null,
    orderNumber: (origin) => String(orderNumber(origin)),
    office: officeOf(b1),
    products: b1Products(b1),
    orders: b1Orders(b1),
    behave: (how) => behaveBadly(b1.faults, how),
    close: () => b1.close(),
  };
}

function shownOf({ url, credentials: { companyDb, user, password } }: B1Fake): PlaygroundErp['shown'] {
  return [
    { label: 'Address of the Service Layer', value: url },
    { label: 'Company database', value: companyDb },
    { label: 'User', value: user },
    { label: 'Password', value: password },
  ];
}

/** People at work in the double, and what they see there. */
const officeOf = (b1: B1Fake): BackOffice => ({
  search: (text) => searchCustomers(b1, text),
  customer: (id) => fileOf(b1, id),
  book: async (action) => book(b1, action),
});
