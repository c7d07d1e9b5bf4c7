import { loadLatestInvoice } from '../../records/queries/latest-invoice.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { INVOICED_OBJECT_TYPES } from '../../shared/object-types.ts';
import { findConnection } from '../../portals/connections.ts';
import { done, scopeOfRun, type Action, type Finding, type Look } from './action.ts';
import { defineAction } from './design.ts';
import { FAILED_RESULT, NOT_OFFERED_RESULT, REASONS } from './words.ts';

const design = defineAction({
  name: 'invoice-pdf',
  objectTypes: INVOICED_OBJECT_TYPES,
  label: { en: 'Get the link to the invoice PDF', es: 'Obtener el enlace al PDF de la factura' },
  description: {
    en: 'Asks the ERP for the address of the PDF of the latest invoice, for an e-mail to the customer. Whoever has it can open it. Not every ERP offers this.',
    es: 'Pide al ERP la dirección del PDF de la última factura, para un correo al cliente. Quien la tiene puede abrirlo. No todos los ERP lo ofrecen.',
  },
  card: { en: 'Get the link to the ERP invoice PDF', es: 'Obtener el enlace al PDF de la factura del ERP' },
  inputs: {},
  outputs: { link: { label: { en: 'Link to the PDF', es: 'Enlace al PDF' }, format: 'text' } },
  results: {
    found: { label: { en: 'Found', es: 'Encontrada' } },
    no_invoice: { label: { en: 'No invoice', es: 'Sin factura' } },
    not_offered: NOT_OFFERED_RESULT,
    not_in_time: { label: { en: 'The ERP did not answer', es: 'El ERP no respondió' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: false,
});
type Design = typeof design;

const PATIENCE_MS = 10 * 60_000;
const AGAIN_MS = 60_000;

export const invoicePdf: Action<Design> = { design, waitsMs: () => PATIENCE_MS, look };

async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, run, signal } = one;
  const invoice = await loadLatestInvoice(deps.db, scopeOfRun(one));
  if (!invoice) return done<Design>({ result: 'no_invoice', reason: { words: REASONS.noInvoice } });
  const { connectionId, id, number: erpNumber } = invoice;
  const scope = { portalId: run.portalId, connectionId };
  const { documents } = await deps.connectors.capabilitiesOf(scope);
  if (!documents) return done<Design>({ result: 'not_offered', reason: { words: NOT_OFFERED }, erpNumber });
  if (!(await isReachable(one, connectionId))) return later(one, erpNumber);
  try {
    return done<Design>({ result: 'found', erpNumber, outputs: { link: await documents.invoicePdf(id, signal) } });
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    return done<Design>({ result: 'no_invoice', reason: { words: GONE }, erpNumber });
  }
}

/** Paused, or asked to wait: nobody calls the ERP then. */
async function isReachable({ deps, run: { portalId } }: Look<Design>, connectionId: ConnectionId): Promise<boolean> {
  const connection = await findConnection(deps.db, { portalId, connectionId });
  return connection?.status === 'active' && !(connection.notBefore && connection.notBefore > deps.now());
}

function later({ deps, run }: Look<Design>, erpNumber: string | null): Finding<Design> {
  const reason = { words: run.isBlocking ? REASONS.later : REASONS.cannotWait };
  const until = new Date(deps.now().getTime() + AGAIN_MS);
  return { kind: 'waiting', on: 'record', until, otherwise: { result: 'not_in_time', reason, erpNumber } };
}

const GONE = { en: 'The ERP does not give this invoice any more.', es: 'El ERP ya no da esta factura.' };
const NOT_OFFERED = {
  en: 'This ERP has no service that gives an address of its invoices.',
  es: 'Este ERP no tiene un servicio que dé la dirección de sus facturas.',
};
