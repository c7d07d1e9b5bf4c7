import { expect, it } from '@jest/globals';
import type { CrashBooks } from './crash/books.ts';
import { runCrashes } from './crash/crash.ts';
import { odooBooks } from './crash/odoo.ts';
import { b1Books } from './crash/sap-b1.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';

useTestDatabase();
const KILLS = Number(process.env['CRASH_KILLS'] ?? 50);
const SIZE = { customers: 40, invoices: 300 };

/** Half of the kills for each ERP: what is killed is the engine, which knows none of them. */
it.each<[string, () => Promise<CrashBooks>]>([
  ['Odoo', () => odooBooks(SIZE)],
  ['SAP Business One', () => b1Books(SIZE)],
])(
  `finds %s and HubSpot equal and comes to rest after ${KILLS / 2} kills`,
  async (_name, openBooks) => {
    const books = await openBooks();
    try {
      const report = await runCrashes({ databaseUrl: databaseUrl(), books, kills: Math.ceil(KILLS / 2), seed: 7 });
      expect(report.differences).toEqual([]);
      expect(report.writesAtRest).toBe(0);
      expect(report.qualified).toBeGreaterThan(5);
      expect(report.links).toBeGreaterThan(20);
      expect(report.invoices).toBeGreaterThan(250);
    } finally {
      await books.close();
    }
  },
  600_000,
);
