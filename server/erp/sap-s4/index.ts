import type { ErpConnector, ErpDefinition, ErpIo } from '../shared/contract.ts';
import { reportUnexpectedAnswers } from '../shared/unexpected-answers.ts';
import { createBuyers } from './buyers.ts';
import { createCatalog } from './catalog.ts';
import { checkS4 } from './check.ts';
import { createClient } from './client.ts';
import { createCompanies } from './companies.ts';
import { createCommands } from './commands.ts';
import type { Connection } from './connection.ts';
import { createCustomerFields } from './customer-fields.ts';
import { createCustomerOptions } from './customer-options.ts';
import { createDescriber } from './describe-fields.ts';
import { failures } from './errors.ts';
import { identify } from './identity.ts';
import { createOrderSupport } from './order-support.ts';
import { createPartnerNumbers } from './partner-numbers.ts';
import { createReader } from './reader.ts';
import { createSalesOrganisations } from './sales-organisations.ts';
import { publicSettings, S4Settings } from './settings.ts';
import { SUPPORTED } from './streams.ts';
import { createTaxTypes } from './tax-types.ts';
import { createTransport } from './transport.ts';
import { createWriter } from './writer.ts';

/** SAP S/4HANA, in the cloud or elsewhere, by its released OData services. */
export const sapS4: ErpDefinition<S4Settings> = {
  system: 'sap-s4',
  settings: S4Settings,
  destination: ['url', 'client', 'tokenUrl', 'pinnedCertificate'],
  publicSettings,
  connect,
};

function connect(settings: S4Settings, io: ErpIo): ErpConnector {
  const transport = createTransport(settings, io);
  const client = createClient(settings, transport, io);
  const now = (): Date => io.now();
  const companies = createCompanies(client, settings, now);
  const connection: Connection = {
    settings,
    client,
    writer: createWriter(settings, transport, io),
    companies,
    partnerNumbers: createPartnerNumbers(client),
    buyers: createBuyers(client, now),
    salesOrganisations: createSalesOrganisations({ client, companies, settings, now }),
    describeFields: createDescriber(client, now),
    options: createCustomerOptions(client, now),
    taxTypes: createTaxTypes(client, now),
    now,
    timeZone: io.timeZone,
  };
  const connector: ErpConnector = {
    streams: SUPPORTED,
    // No links: people work at another address than services.
    capabilities: {
      describeFields: connection.describeFields,
      customerFields: createCustomerFields(connection),
      commands: createCommands(connection),
      catalog: createCatalog(connection),
      orders: createOrderSupport(connection),
    },
    check: (signal) => checkS4(connection, signal),
    identify: (signal) => identify(connection, signal),
    ...createReader(connection),
  };
  return reportUnexpectedAnswers(connector, failures);
}
