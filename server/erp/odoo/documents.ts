import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { DocumentSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import { recordGone } from './refusals.ts';
import { isDocumentSent } from './send-document.ts';

const Path = z.string().startsWith('/');

/** What customers see in Odoo's portal. */
export function createDocuments(connection: Connection): DocumentSupport {
  return {
    invoicePdf: (id, signal) => invoicePdf(connection, id, signal),
    isSent: (document, signal) => isDocumentSent(connection, document, signal),
  };
}

/**
 * `get_portal_url` gives the invoice its secret, once, whatever the user may write (seen on 18 with a user who only reads invoices). The page makes the
 * PDF when it is asked for, so it needs what Odoo needs for printing.
 */
async function invoicePdf({ client, settings }: Connection, id: ErpRecordId, signal: AbortSignal): Promise<string> {
  const move = Number(id);
  if (!(move > 0 && move <= HIGHEST_ID)) throw recordGone('invoice');
  const path = await client.change('account.move', 'get_portal_url', { ids: [move], report_type: 'pdf', download: true }, signal);
  return `${settings.url}${Path.parse(path)}`;
}
