import type { ErpConnector, ErpDefinition, ErpIo, StreamName } from '../shared/contract.ts';
import { createCatalog } from './catalog.ts';
import { checkOdoo } from './check.ts';
import { createClient } from './client.ts';
import { createCommands } from './commands.ts';
import { createCustomerFields } from './customer-fields.ts';
import { describeFields } from './describe-fields.ts';
import type { Connection } from './connection.ts';
import { createDocuments } from './documents.ts';
import { failures, isMissingModule, isRefusal } from './errors.ts';
import { createAvailableFields } from './fields.ts';
import { findHidden } from './hidden-records.ts';
import { createHints } from './hints.ts';
import { createKnownChoices } from './known-choices.ts';
import { createIdentityReader } from './identity.ts';
import { createOrderSupport } from './order-support.ts';
import { createOwnCompanies } from './own-companies.ts';
import { createPartnerFields, type PartnerFieldReader } from './partner-fields.ts';
import { createProjectSupport } from './project-support.ts';
import { createReader } from './reader.ts';
import { createReferences } from './references.ts';
import { OdooSettings, publicSettings } from './settings.ts';
import { streamOf, SUPPORTED } from './streams.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { reportUnexpectedAnswers } from '../shared/unexpected-answers.ts';

/** Odoo 16 to 19 and later, community and Enterprise, one connection per database. */
export const odoo: ErpDefinition<OdooSettings> = {
  system: 'odoo',
  settings: OdooSettings,
  destination: ['url', 'database', 'pinnedCertificate'],
  publicSettings,
  connect,
};

function connect(settings: OdooSettings, io: ErpIo): ErpConnector {
  const client = createClient(settings, io);
  const fields = createAvailableFields(client);
  const now = () => io.now();
  const references = createReferences(client, now);
  const choices = createKnownChoices(now);
  const ownCompanies = createOwnCompanies({ client, now });
  const connection: Connection = { settings, client, fields, references, choices, ownCompanies, now, timeZone: io.timeZone };
  const partnerFields = createPartnerFields(connection);
  const connector: ErpConnector = {
    streams: SUPPORTED,
    capabilities: {
      describeFields: (stream, signal) => describeFields(connection, stream, signal),
      findHidden: (stream, ids, signal) => findHidden(connection, stream, ids, signal),
      linkTo: (stream, id) => linkTo(settings, stream, id),
      hints: createHints(settings, io),
      catalog: createCatalog(connection),
      customerFields: createCustomerFields(connection, partnerFields),
      commands: createCommands(connection, partnerFields),
      documents: createDocuments(connection),
      orders: createOrderSupport(connection),
      projects: createProjectSupport(connection),
    },
    check: (signal) => checkOdoo(connection, signal),
    identify: createIdentityReader(connection),
    ...createReader(connection),
  };
  return reportUnexpectedAnswers(connector, failures, (error) => forgetWhatChanged(connection, partnerFields, error));
}

function linkTo({ url }: OdooSettings, stream: StreamName, id: ErpRecordId): string | null {
  const { parts, hasPage = true } = streamOf(stream);
  if (!hasPage) return null;
  const part = parts.find(({ rowIds }) => rowIds([id]).length > 0);
  return part ? `${url}/mail/view?model=${part.query.model}&res_id=${part.rowIds([id])[0]}` : null;
}

/** A field that is unknown or refused shows that the ERP was changed meanwhile. */
function forgetWhatChanged({ client, fields }: Connection, partnerFields: PartnerFieldReader, error: unknown): void {
  const isUnknown = error instanceof PuenteError && error.code === 'odoo.field_unknown';
  if (isUnknown || isRefusal(error) || isMissingModule(error)) fields.forget();
  if (isUnknown) {
    client.forget();
    partnerFields.forget();
  }
}
