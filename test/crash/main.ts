import { parseArgs } from 'node:util';
import { databaseOn, onServer, prepareTestServer, SERVER_URL_VARIABLE, stopTestServer, TEMPLATE } from '../support/test-server.ts';
import { runCrashes } from './crash.ts';
import { odooBooks } from './odoo.ts';
import { b1Books } from './sap-b1.ts';
import { s4Books } from './sap-s4.ts';

const BOOKS = { odoo: odooBooks, 'sap-b1': b1Books, 'sap-s4': s4Books };

/** `npm run crash -- --kills 500 --seed 3 --erp sap-b1`: the crash test for longer than a test run has time for. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '7' },
    erp: { type: 'string', default: 'odoo' },
  },
});
const openBooks = Object.entries(BOOKS).find(([name]) => name === values.erp)?.[1];
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!openBooks || !Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error(
    'Usage: npm run crash -- [--kills N] [--seed N] [--erp odoo|sap-b1|sap-s4]; both N are whole numbers, that of kills at least 1',
  );
  process.exit(1);
}

await prepareTestServer();
const serverUrl = process.env[SERVER_URL_VARIABLE] ?? '';
await onServer(serverUrl, (client) => client.query(`create database crash template ${TEMPLATE}`));
const books = await openBooks({ customers: 60, invoices: 600 });
try {
  const onProgress = (text: string) => console.log(text);
  const report = await runCrashes({ databaseUrl: databaseOn(serverUrl, 'crash'), books, kills, seed, onProgress });
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.differences.length === 0 && report.writesAtRest === 0 ? 0 : 1;
} finally {
  await books.close();
  await stopTestServer();
}
