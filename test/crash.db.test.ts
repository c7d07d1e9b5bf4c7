import { expect, it } from '@jest/globals';
import { runCrashes } from './crash/crash.ts';
import { odooBooks } from './crash/odoo.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';

useTestDatabase();
const KILLS = Number(process.env['CRASH_KILLS'] ?? 50);

it(`finds both sides equal and comes to rest after ${KILLS} kills`, async () => {
  const books = await odooBooks({ customers: 40, invoices: 300 });
  try {
    const report = await runCrashes({ databaseUrl: databaseUrl(), books, kills: KILLS, seed: 7 });
    expect(report.differences).toEqual([]);
    expect(report.writesAtRest).toBe(0);
    expect(report.links).toBeGreaterThan(20);
    expect(report.invoices).toBeGreaterThan(250);
  } finally {
    await books.close();
  }
}, 600_000);
