import { generateCompany } from '../../fakes/company/index.ts';
import { startS4Fake, type S4Fake } from '../../fakes/sap-s4/index.ts';
import { loadIntoS4 } from '../../fakes/sap-s4/load.ts';
import { customersOf } from './sap-s4-customers.ts';
import { ordersOf } from './sap-s4-orders.ts';
import type { BenchCatalog, BenchErp, ErpKit, ErpSize } from './index.ts';

/** Nobody measured a tenant for us: the same pace as the other ERPs', so that the ratios compare. */
const measuredMs = (rows: number): number => Math.max(5, (70 * rows) / 500);

const LIST = { priceListType: '07', currency: 'MXN' };

const catalogOf = ({ catalog }: S4Fake): BenchCatalog => ({
  async sell(count) {
    const skus = Array.from({ length: count }, (_, n) => catalog.createProduct({ number: `SOLD-${n + 1}`, name: `Product ${n + 1}` }));
    for (const product of skus) catalog.createPrice({ product, amount: '100.00', ...LIST });
    return Promise.resolve({ listId: `PPR0/1010/10/${LIST.priceListType}/${LIST.currency}`, skus });
  },
  async setPrice(product, amount) {
    const hintedAt = Date.now();
    catalog.setListPrice({ product, amount, ...LIST });
    return Promise.resolve({ hintedAt, committedAt: Date.now() });
  },
});

/** As an administrator enters it; the system gives the numbers, so that a command repeated blindly would make a second customer. */
const FOR_NEW = { grouping: 'BP02', companyCode: '1010', reconciliationAccount: '12100000', salesArea: '1010/10/00' };

/** No tenant tells by itself that an invoice was cleared, so there is no administrator to set up hints. */
export const s4Kit: ErpKit = {
  async start({ pace, ...size }: ErpSize): Promise<BenchErp> {
    // Where another phone does not move its partner, only the night's comparison finds it: there is nothing to measure.
    const s4 = await startS4Fake({ latencyMs: pace === 'measured' ? measuredMs : 0, childTouchesPartner: true });
    const company = generateCompany({ seed: 20, ...size, today: new Date().toISOString().slice(0, 10) });
    loadIntoS4(s4, company);
    const { user, password } = s4.credentials;
    const customers = customersOf(s4);
    return {
      address: { system: 'sap-s4', settings: { url: s4.url, user, password, ...FOR_NEW } },
      administrator: null,
      crm: company.crm,
      pay(invoiceId) {
        const hintedAt = Date.now();
        s4.incomingPayment({ invoices: [invoiceId] });
        return Promise.resolve({ hintedAt, committedAt: Date.now() });
      },
      catalog: catalogOf(s4),
      customers,
      orders: ordersOf(s4, customers),
      close: () => s4.close(),
    };
  },
};
