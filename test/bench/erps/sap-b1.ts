import { generateCompany } from '../../fakes/company/index.ts';
import { startB1Fake } from '../../fakes/sap-b1/index.ts';
import { loadIntoB1 } from '../../fakes/sap-b1/load.ts';
import type { BenchErp, ErpKit, ErpSize } from './index.ts';
import { customersOf } from './sap-b1-customers.ts';
import { ordersOf } from './sap-b1-orders.ts';

/** Nobody measured a Service Layer for us: the same pace as the other ERP's, so that the ratios compare. */
const measuredMs = (rows: number): number => Math.max(5, (70 * rows) / 500);

/** Business One sends no hints on most installations, so there is no administrator to set them up. */
export const b1Kit: ErpKit = {
  async start({ customers, invoices, pace }: ErpSize): Promise<BenchErp> {
    const b1 = await startB1Fake({ latencyMs: pace === 'measured' ? measuredMs : 0 });
    const company = generateCompany({ seed: 20, customers, invoices, today: new Date().toISOString().slice(0, 10) });
    loadIntoB1(b1, company);
    // As an administrator does for the key of a quotation that is made from a deal.
    b1.addUserField('Orders', { name: 'PuenteKey', title: 'Clave de Puente', size: 32 });
    const books = customersOf(b1);
    return {
      address: { system: 'sap-b1', settings: { url: b1.url, ...b1.credentials } },
      administrator: null,
      crm: company.crm,
      async pay(invoiceId) {
        const hintedAt = Date.now();
        b1.incomingPayment({ invoices: [Number(invoiceId.split(':')[1])] });
        return Promise.resolve({ hintedAt, committedAt: Date.now() });
      },
      catalog: null,
      customers: books,
      orders: ordersOf(b1, books),
      close: () => b1.close(),
    };
  },
};
