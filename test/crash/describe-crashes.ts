import { expect, it } from '@jest/globals';
import { databaseUrl, useTestDatabase } from '../support/database.ts';
import type { CrashBooks } from './books.ts';
import { runCrashes } from './crash.ts';

const KILLS = Number(process.env['CRASH_KILLS'] ?? 48);
const ERPS = 3;
const SIZE = { customers: 40, invoices: 300 };

/** As many of the kills for each ERP: what is killed is the engine, which knows none of them. A file for each, so that they run side by side. */
export function describeCrashes(name: string, openBooks: (size: typeof SIZE) => Promise<CrashBooks>): void {
  useTestDatabase();

  it(`finds ${name} and HubSpot equal and comes to rest after ${Math.ceil(KILLS / ERPS)} kills`, async () => {
    const books = await openBooks(SIZE);
    try {
      const report = await runCrashes({ databaseUrl: databaseUrl(), books, kills: Math.ceil(KILLS / ERPS), seed: 7 });
      expect(report.differences).toEqual([]);
      expect(report.writesAtRest).toBe(0);
      expect(report.qualified > 3).toBe(books.isWritten);
      expect(report.links).toBeGreaterThan(20);
      expect(report.invoices).toBeGreaterThan(250);
    } finally {
      await books.close();
    }
  }, 1_200_000);
}
