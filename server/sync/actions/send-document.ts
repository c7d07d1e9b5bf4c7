import type { DocumentRef } from '../../erp/shared/contract.ts';
import type { Words } from '../../hubspot/properties.ts';
import { loadDealOrders } from '../../records/queries/deal-orders.ts';
import { loadLatestInvoice } from '../../records/queries/latest-invoice.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { SENDING_UNKNOWN, type Command } from '../commands/command-rows.ts';
import type { OrderRefusal } from '../commands/order-refusals.ts';
import { askToSend } from '../orders/send-document.ts';
import { done, scopeOfRun, type Action, type Finding, type Look } from './action.ts';
import { defineAction } from './design.ts';
import { FAILED_RESULT, NOT_OFFERED_RESULT, REASONS } from './words.ts';

const design = defineAction({
  name: 'send-document',
  objectTypes: [DEAL],
  label: { en: 'Send the ERP’s own e-mail', es: 'Enviar el correo propio del ERP' },
  description: {
    en: 'Lets the ERP send the invoice or quotation of this deal by its own e-mail, once. Not every ERP offers this.',
    es: 'Hace que el ERP envíe la factura o la cotización de este negocio con su propio correo, una sola vez. No todos los ERP lo ofrecen.',
  },
  card: { en: 'Send the {{document}} from the ERP', es: 'Enviar desde el ERP: {{document}}' },
  inputs: {
    document: {
      format: 'choice',
      label: { en: 'Document', es: 'Documento' },
      description: { en: 'What is sent.', es: 'Qué se envía.' },
      options: { invoice: { en: 'Latest invoice', es: 'Última factura' }, quotation: { en: 'Quotation', es: 'Cotización' } },
      standard: 'invoice',
    },
  },
  outputs: {},
  results: {
    sent: { label: { en: 'Sent', es: 'Enviado' } },
    already_sent: { label: { en: 'It was sent before', es: 'Ya se había enviado' } },
    no_document: { label: { en: 'Nothing to send', es: 'Nada que enviar' } },
    unknown: { label: { en: 'Not known whether it was sent', es: 'No se sabe si se envió' }, isFailure: true },
    not_offered: NOT_OFFERED_RESULT,
    refused: { label: { en: 'Refused', es: 'Rechazado' }, isFailure: true },
    not_in_time: { label: { en: 'Not done yet', es: 'Todavía no' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: false,
});
type Design = typeof design;

const PATIENCE_MS = 60 * 60_000;

export const sendDocument: Action<Design> = { design, waitsMs: () => PATIENCE_MS, look };

interface Found {
  connectionId: ConnectionId;
  ref: DocumentRef;
  number: string | null;
}

async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, run } = one;
  const known = run.memo['key'];
  if (typeof known === 'string') return becameOf(one, known);
  const found = await findDocument(one);
  if (!found) return done<Design>({ result: 'no_document', reason: { words: NO_DOCUMENT } });
  const scope = { portalId: run.portalId, connectionId: found.connectionId };
  const { commands, documents } = await deps.connectors.capabilitiesOf(scope);
  if (!documents || !commands?.names.includes('sendDocument'))
    return done<Design>({ result: 'not_offered', reason: { words: NOT_OFFERED }, erpNumber: found.number });
  const key = await deps.db.transaction(async (trx) => {
    const asked = await askToSend(trx, scope, { dealId: run.recordId, document: found.ref, now: deps.now() });
    await deps.enqueue(trx, 'commands', scope);
    return asked;
  });
  return becameOf(one, key);
}

async function findDocument(one: Look<Design>): Promise<Found | null> {
  const { deps, run, inputs } = one;
  if (inputs.document === 'invoice') {
    const invoice = await loadLatestInvoice(deps.db, scopeOfRun(one));
    return invoice ? { connectionId: invoice.connectionId, ref: { kind: 'invoice', id: invoice.id }, number: invoice.number } : null;
  }
  const orders = await loadDealOrders(deps.db, { portalId: run.portalId, dealId: run.recordId });
  const order = orders.find(({ status }) => status === 'quotation');
  if (!order) return null;
  return { connectionId: order.connectionId, ref: { kind: 'quotation', id: order.id as ErpRecordId }, number: order.number };
}

async function becameOf({ deps, run }: Look<Design>, key: string): Promise<Finding<Design>> {
  const command = await deps.db('commands').where({ portalId: run.portalId, key }).first<Command<'sendDocument'> | undefined>();
  const erpNumber = command?.result?.number ?? null;
  if (command?.state === 'done') {
    const isNew = command.result?.isChanged === true && command.endedAt !== null && command.endedAt >= run.createdAt;
    return done<Design>({ result: isNew ? 'sent' : 'already_sent', erpNumber });
  }
  if (command?.waitingFor === SENDING_UNKNOWN && command.state === 'rejected')
    return done<Design>({ result: 'unknown', reason: { words: UNKNOWN }, erpNumber });
  if (!command || command.state === 'rejected' || command.state === 'cancelled')
    return done<Design>({ result: 'refused', reason: { words: REFUSED[command?.waitingFor ?? ''] ?? REASONS.erpRefused }, erpNumber });
  const reason = { words: run.isBlocking ? REASONS.erpBusy : REASONS.cannotWait };
  return { kind: 'waiting', on: key, memo: { key }, otherwise: { result: 'not_in_time', reason, erpNumber } };
}

const NO_DOCUMENT = {
  en: 'This deal has no such document in the ERP.',
  es: 'Este negocio no tiene ese documento en el ERP.',
};
const NOT_OFFERED = {
  en: 'This ERP has no service that sends its e-mails.',
  es: 'Este ERP no tiene un servicio que envíe sus correos.',
};
/** What mends it is not on the card of a deal. */
const REFUSED: Readonly<Partial<Record<string, Words>>> = {
  'order.no_address': {
    en: 'The customer has no e-mail address in the ERP.',
    es: 'El cliente no tiene correo en el ERP.',
  },
  'order.mail_server_failed': {
    en: 'The ERP could not reach its outgoing mail server. Nothing was sent; it can be sent again.',
    es: 'El ERP no pudo llegar a su servidor de correo saliente. No se envió nada; se puede enviar otra vez.',
  },
  'order.mail_refused': {
    en: 'The customer’s e-mail address was refused. Correct it in the ERP, then send it again.',
    es: 'La dirección de correo del cliente fue rechazada. Corríjala en el ERP y envíelo otra vez.',
  },
} satisfies Partial<Record<OrderRefusal, Words>>;
const UNKNOWN = {
  en: 'The ERP did not say whether it sent it. It is not sent again; look at the document in the ERP.',
  es: 'El ERP no dijo si lo envió. No se envía otra vez; mire el documento en el ERP.',
};
