import { generateCompany } from '../../fakes/company/index.ts';
import { startOdooFake } from '../../fakes/odoo/index.ts';
import { loadIntoOdoo } from '../../fakes/odoo/load.ts';
import type { BenchErp, ErpKit, ErpSize } from './index.ts';

/** Measured on live systems: 70 ms for a page of 500 rows, some for the call itself. */
const measuredMs = (rows: number): number => Math.max(5, (70 * rows) / 500);

/** Odoo 18: the version most customers run; its hints go out before the commit. */
export const odooKit: ErpKit = {
  async start({ customers, invoices, pace }: ErpSize): Promise<BenchErp> {
    const odoo = await startOdooFake({ version: 18, latencyMs: pace === 'measured' ? measuredMs : 0 });
    const company = generateCompany({ seed: 20, customers, invoices, today: new Date().toISOString().slice(0, 10) });
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
      close: () => odoo.close(),
    };
  },
};
