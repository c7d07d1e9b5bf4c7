import type { ErpConnector, ErpDefinition, ErpIo, StreamName } from '../contract.ts';
import { checkOdoo } from './check.ts';
import { createClient } from './client.ts';
import { describeStream } from './describe.ts';
import { createFields } from './fields.ts';
import { guarded } from './guarded.ts';
import { odooHints } from './hints.ts';
import { createIdentifier } from './identity.ts';
import { partsOf } from './parts.ts';
import { createReader } from './reader.ts';
import { createReferences } from './references.ts';
import { OdooSettings, publicSettings } from './settings.ts';

/** Odoo 16 to 19 and later, community and Enterprise, one connection per database. */
export const odoo: ErpDefinition<OdooSettings> = {
  system: 'odoo',
  settings: OdooSettings,
  destination: ['url', 'database', 'pinnedCertificate'],
  translationVersion: { customers: 4, invoices: 3, payments: 3 },
  publicSettings,
  connect,
  hints: odooHints,
};

const SUPPORT = { read: 'incremental', reportsDeletes: false, listsUnsettled: true } as const;

function connect(settings: OdooSettings, io: ErpIo): ErpConnector {
  const client = createClient(settings, io);
  const fields = createFields(client);
  const references = createReferences(client, () => io.now());
  const connection = { settings, client, fields, references, now: () => io.now() };
  const reader = createReader(connection);
  const identify = createIdentifier(connection);
  return {
    streams: { customers: { ...SUPPORT, listsUnsettled: false }, invoices: SUPPORT, payments: SUPPORT },
    check: (signal) => guarded(connection, () => checkOdoo(connection, signal)),
    identify: (signal) => guarded(connection, () => identify(signal)),
    readPage: reader.readPage,
    readByIds: reader.readByIds,
    list: reader.list,
    describe: (stream, signal) => guarded(connection, () => describeStream(connection, stream, signal)),
    linkTo(stream: StreamName, id) {
      const part = partsOf(stream).find(({ rowIds }) => rowIds([id]).length > 0);
      return part ? `${settings.url}/mail/view?model=${part.plan.model}&res_id=${part.rowIds([id])[0]}` : null;
    },
  };
}
