import type { ErpConnector, ErpDefinition, ErpIo } from '../shared/contract.ts';
import { checkB1 } from './check.ts';
import { createClient } from './client.ts';
import { createCompany } from './company.ts';
import type { Connection } from './connection.ts';
import { createDescriber } from './describe-fields.ts';
import { failures } from './errors.ts';
import { identify } from './identity.ts';
import { createLedger } from './ledger.ts';
import { createLines } from './lines.ts';
import { createNumbering } from './numbering.ts';
import { createOrders } from './orders.ts';
import { createPaidAmounts } from './paid-amounts.ts';
import { createReader } from './reader.ts';
import { B1Settings, publicSettings } from './settings.ts';
import { reportUnexpectedAnswers } from '../shared/unexpected-answers.ts';

/** SAP Business One 9.3 and later by its Service Layer, one connection per company database. */
export const sapB1: ErpDefinition<B1Settings> = {
  system: 'sap-b1',
  settings: B1Settings,
  destination: ['url', 'companyDb', 'pinnedCertificate'],
  publicSettings,
  connect,
};

const SUPPORT = { read: 'incremental', reportsDeletes: false, listsUnsettled: false } as const;

function connect(settings: B1Settings, io: ErpIo): ErpConnector {
  const client = createClient(settings, io);
  const company = createCompany(client, () => io.now());
  const ledger = createLedger(client, async (signal) => (await company.get(signal)).base.decimals);
  const paid = createPaidAmounts({ client, ledger, company });
  const lines = createLines(client);
  const numbering = createNumbering(client);
  const orders = createOrders(client, lines, numbering);
  const connection: Connection = { settings, client, company, ledger, paid, lines, orders, numbering, now: () => io.now() };
  const connector: ErpConnector = {
    // A payment on account says nowhere how much of it is left, so unsettled ones cannot be asked for.
    // Business One lets nobody delete a posted document.
    streams: {
      customers: { ...SUPPORT, translationVersion: 5 },
      invoices: { ...SUPPORT, translationVersion: 4, listsUnsettled: true, isPermanent: true },
      payments: { ...SUPPORT, translationVersion: 4, isPermanent: true },
    },
    // No links: the clients' addresses are their own, and not known to the Service Layer.
    capabilities: { describeFields: createDescriber(client, () => io.now()) },
    check: (signal) => checkB1(connection, signal),
    identify: (signal) => identify(connection, signal),
    ...createReader(connection),
    close: () => client.close(),
  };
  return reportUnexpectedAnswers(connector, failures);
}
