import { generateCompany } from '../../fakes/company/index.ts';
import { Operations, startOdooFake, type OdooFake } from '../../fakes/odoo/index.ts';
import { loadIntoOdoo } from '../../fakes/odoo/load.ts';
import type { BenchCatalog, BenchCustomers, BenchErp, ErpKit, ErpSize } from './index.ts';
import { ordersOf } from './odoo-orders.ts';

function catalogOf(odoo: OdooFake): BenchCatalog {
  const products = new Map<string, number>();
  let list = 0;
  return {
    async sell(count) {
      list = await odoo.createPriceList({ name: 'Distributors', currency: 'MXN' });
      for (let n = 1; n <= count; n++) {
        const sku = `SOLD-${n}`;
        products.set(sku, await odoo.createProduct({ sku, name: `Product ${n}`, price: '100.00' }));
      }
      return { listId: String(list), skus: [...products.keys()] };
    },
    async setPrice(sku, amount) {
      const hintedAt = Date.now();
      await odoo.setListPrice(list, products.get(sku)!, amount);
      return { hintedAt, committedAt: Date.now() };
    },
  };
}

const HOUR_MICROS = 3_600_000_000;
const ADMIN_UID = 2;

function customersOf(odoo: OdooFake): BenchCustomers {
  return {
    pageSize: 500,
    load(customers) {
      const first = odoo.db.tick() - HOUR_MICROS;
      return customers.map(({ taxId, ...booked }, n) => {
        const tx = odoo.db.begin(ADMIN_UID, first + 997 * n);
        const given = { ...booked, vat: taxId, country: 'MX', is_company: true, customer_rank: 1 } as const;
        const id = new Operations(odoo.db.books(tx)).createPartner(given);
        tx.commit();
        return String(id);
      });
    },
    list(after) {
      const ids = odoo.db.store.committed().ids('res.partner');
      const asked = after === undefined ? ids : ids.slice(ids.indexOf(Number(after)) + 1);
      return asked.map((id) => ({ id: String(id), name: String(odoo.record('res.partner', id)?.name) }));
    },
    phoneOf: (id) => String(odoo.record('res.partner', Number(id))?.phone ?? '') || null,
    async setPhone(id, phone) {
      const hintedAt = Date.now();
      await odoo.updatePartner(Number(id), { phone });
      return { hintedAt, committedAt: Date.now() };
    },
  };
}

/** Measured on live systems: 70 ms for a page of 500 rows, some for the call itself. */
const measuredMs = (rows: number): number => Math.max(5, (70 * rows) / 500);

/** Odoo 18: the version most customers run; its hints go out before the commit. */
export const odooKit: ErpKit = {
  async start({ pace, ...size }: ErpSize): Promise<BenchErp> {
    const odoo = await startOdooFake({ version: 18, botGroups: 'sales', latencyMs: pace === 'measured' ? measuredMs : 0 });
    const company = generateCompany({ seed: 20, ...size, today: new Date().toISOString().slice(0, 10) });
    loadIntoOdoo(odoo, company);
    // The double's own delay lies before the hint; in Odoo what else the transaction does comes after it.
    const { afterWork } = odoo.db;
    let delayMs = 0;
    odoo.db.afterWork = async (tx, commit, failed) => {
      const afterHintMs = delayMs;
      await afterWork(tx, () => undefined, failed);
      await new Promise((resolve) => setTimeout(resolve, afterHintMs));
      commit();
    };
    const { url, database, login, apiKey, admin } = odoo;
    const customers = customersOf(odoo);
    return {
      address: { system: 'odoo', settings: { url, database, login, apiKey } },
      administrator: { login: admin.login, apiKey: admin.apiKey },
      crm: company.crm,
      async pay(invoiceId, { commitDelayMs = 0 } = {}) {
        const hintedAt = Date.now();
        delayMs = commitDelayMs;
        await odoo.transaction((erp) => erp.registerPayment(Number(invoiceId)));
        return { hintedAt, committedAt: Date.now() };
      },
      catalog: catalogOf(odoo),
      customers,
      orders: ordersOf(odoo, customers),
      close: () => odoo.close(),
    };
  },
};
