import type { ErpConnector, ErpDefinition, ErpIo } from '../shared/contract.ts';
import { reportUnexpectedAnswers } from '../shared/unexpected-answers.ts';
import { checkS4 } from './check.ts';
import { createClient } from './client.ts';
import { createCompanies } from './companies.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { identify } from './identity.ts';
import { createPartnerNumbers } from './partner-numbers.ts';
import { createReader } from './reader.ts';
import { publicSettings, S4Settings } from './settings.ts';
import { SUPPORTED } from './streams.ts';

/** SAP S/4HANA, in the cloud or elsewhere, by its released OData services. */
export const sapS4: ErpDefinition<S4Settings> = {
  system: 'sap-s4',
  settings: S4Settings,
  destination: ['url', 'client', 'tokenUrl', 'pinnedCertificate'],
  publicSettings,
  connect,
};

function connect(settings: S4Settings, io: ErpIo): ErpConnector {
  const client = createClient(settings, io);
  const now = (): Date => io.now();
  const connection: Connection = {
    settings,
    client,
    companies: createCompanies(client, settings, now),
    partnerNumbers: createPartnerNumbers(client),
    now,
  };
  const connector: ErpConnector = {
    streams: SUPPORTED,
    // Nothing but reading yet. No links either: people work at another address than services.
    capabilities: {},
    check: (signal) => checkS4(connection, signal),
    identify: (signal) => identify(connection, signal),
    ...createReader(connection),
  };
  return reportUnexpectedAnswers(connector, failures);
}
