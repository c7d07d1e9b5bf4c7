import type { ErpConnector, ErpDefinition, ErpIo } from '../shared/contract.ts';
import { createArrivals } from './arrivals.ts';
import { createCatalog } from './catalog.ts';
import { checkB1 } from './check.ts';
import { createClient } from './client.ts';
import { createCommands } from './commands.ts';
import { createCompany } from './company.ts';
import type { Connection } from './connection.ts';
import { createCustomerFields } from './customer-fields.ts';
import { createDescriber } from './describe-fields.ts';
import { failures } from './errors.ts';
import { createFieldOptions } from './field-options.ts';
import { identify } from './identity.ts';
import { createItemKinds } from './item-kinds.ts';
import { createItemReferences } from './item-references.ts';
import { createKeyFields } from './key-field.ts';
import { createLedger } from './ledger.ts';
import { createLines } from './lines.ts';
import { createNumbering } from './numbering.ts';
import { createOrderSupport } from './order-support.ts';
import { createOrderNumbers } from './order-numbers.ts';
import { createPaidAmounts } from './paid-amounts.ts';
import { createPartnerUserFields } from './partner-user-fields.ts';
import { createReader } from './reader.ts';
import { B1Settings, publicSettings } from './settings.ts';
import { SUPPORTED } from './streams.ts';
import { createVersions } from './versions.ts';
import { reportUnexpectedAnswers } from '../shared/unexpected-answers.ts';

/** SAP Business One 9.3 and later by its Service Layer, one connection per company database. */
export const sapB1: ErpDefinition<B1Settings> = {
  system: 'sap-b1',
  settings: B1Settings,
  destination: ['url', 'companyDb', 'pinnedCertificate'],
  publicSettings,
  connect,
};

function connect(settings: B1Settings, io: ErpIo): ErpConnector {
  const client = createClient(settings, io);
  const company = createCompany(client, () => io.now());
  const ledger = createLedger(client, async (signal) => (await company.get(signal)).base.decimals);
  const paid = createPaidAmounts({ client, ledger, company });
  const { lines, drawnLines } = createLines(client);
  const numbering = createNumbering(client);
  const now = (): Date => io.now();
  const describeFields = createDescriber(client, now);
  const connection: Connection = {
    settings,
    client,
    company,
    ledger,
    paid,
    lines,
    drawnLines,
    orderNumbers: createOrderNumbers(client, lines, numbering),
    numbering,
    references: createItemReferences(client, now),
    arrivals: createArrivals(client),
    itemKinds: createItemKinds(client, now),
    keyFields: createKeyFields(client, now),
    options: createFieldOptions(client, company, now),
    userFields: createPartnerUserFields(client, (signal) => describeFields('customers', signal), now),
    versions: createVersions(),
    now,
    timeZone: io.timeZone,
  };
  const connector: ErpConnector = {
    streams: SUPPORTED,
    // No links: the clients' addresses are their own, and not known to the Service Layer.
    capabilities: {
      describeFields,
      catalog: createCatalog(connection),
      customerFields: createCustomerFields(connection),
      commands: createCommands(connection),
      orders: createOrderSupport(connection),
    },
    check: (signal) => checkB1(connection, signal),
    identify: (signal) => identify(connection, signal),
    ...createReader(connection),
    close: () => client.close(),
  };
  return reportUnexpectedAnswers(connector, failures);
}
