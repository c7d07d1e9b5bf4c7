import { z } from 'zod';
import { afterwards } from './afterwards.ts';
import type { ChangedRecord, DocumentRef } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import { isMailQueued, mailFailure, readRecipients } from './mail-failures.ts';
import { mailFailed, noAddress, notSendable } from './order-refusals.ts';
import { Id, Reference, Text } from './raw.ts';
import { recordGone } from './refusals.ts';
import { searchRead } from './search.ts';

interface Sending {
  model: string;
  /** Fields that say whether it was sent. */
  fields: readonly string[];
  isSent(row: RawDocument): boolean;
  isSendable(row: RawDocument): boolean;
  /** The first version whose window for sending works without a browser. */
  since: number;
  send(connection: Connection, id: number, signal: AbortSignal): Promise<void>;
}

const RawDocument = z.object({
  id: Id,
  name: Text,
  state: z.string(),
  partner_id: Reference,
  company_id: Reference,
  is_move_sent: z.boolean().optional(),
});
type RawDocument = z.output<typeof RawDocument>;

const SENDING: Readonly<Record<DocumentRef['kind'], Sending>> = {
  quotation: {
    model: 'sale.order',
    fields: ['name', 'state', 'partner_id', 'company_id'],
    isSent: ({ state }) => state === 'sent',
    isSendable: ({ state }) => state === 'draft',
    since: 17,
    send: sendQuotation,
  },
  invoice: {
    model: 'account.move',
    fields: ['name', 'state', 'partner_id', 'company_id', 'is_move_sent'],
    isSent: ({ is_move_sent }) => is_move_sent === true,
    isSendable: ({ state }) => state === 'posted',
    since: 18,
    send: sendInvoice,
  },
};

/** Odoo's own e-mail, with its own template and print. What it says was sent before is not sent again, unless its mail failed. */
export async function sendDocument(connection: Connection, { kind, id }: DocumentRef, signal: AbortSignal): Promise<ChangedRecord> {
  const sending = SENDING[kind];
  if ((await connection.client.server(signal)).version < sending.since) throw notSendable(kind);
  const document = await readDocument(connection, { kind, id }, signal);
  const before = await readRecipients(connection, sending.model, document.id, signal);
  const isSent = sending.isSent(document);
  if (isSent && mailFailure(before, document.partner_id) === null) return { id, number: document.name, isChanged: false };
  const name = document.name ?? `#${id}`;
  if (!isSent && !sending.isSendable(document)) throw notSendable(name);
  if (!(await hasAddress(connection, document, signal))) throw noAddress(name);
  await sending.send(connection, document.id, signal);
  const failure = await afterwards(async () => {
    const after = await readRecipients(connection, sending.model, document.id, signal);
    return mailFailure(
      after.filter((one) => !before.some((known) => known.id === one.id)),
      document.partner_id,
    );
  });
  if (failure) throw mailFailed(name, failure);
  return { id, number: document.name, isChanged: true };
}

/** While its mail waits nobody knows yet. */
export async function isDocumentSent(connection: Connection, ref: DocumentRef, signal: AbortSignal): Promise<boolean> {
  const { model, isSent } = SENDING[ref.kind];
  const document = await readDocument(connection, ref, signal);
  const recipients = await readRecipients(connection, model, document.id, signal);
  const { partner_id: customer } = document;
  return isSent(document) && !isMailQueued(recipients, customer) && mailFailure(recipients, customer) === null;
}

async function readDocument({ client }: Connection, { kind, id }: DocumentRef, signal: AbortSignal): Promise<RawDocument> {
  const { model, fields } = SENDING[kind];
  if (!(Number(id) > 0 && Number(id) <= HIGHEST_ID)) throw recordGone(kind);
  const [found] = rowsOf(RawDocument).parse(await searchRead(client, { model, domain: [['id', '=', Number(id)]], fields }, signal));
  if (!found) throw recordGone(kind);
  return found;
}

/** Without one Odoo would send nothing and say nothing. */
async function hasAddress({ client }: Connection, { partner_id }: RawDocument, signal: AbortSignal): Promise<boolean> {
  const search = { model: 'res.partner', domain: [['id', '=', partner_id ?? 0]] as const, fields: ['email'] };
  const rows = rowsOf(z.object({ id: Id, email: Text })).parse(await searchRead(client, search, signal));
  return rows.some(({ email }) => email !== null);
}

const Window = z.object({ res_model: z.literal('mail.compose.message'), context: z.record(z.string(), z.unknown()) });
const Made = z.union([Id, z.tuple([Id])]).transform((made) => (typeof made === 'number' ? made : made[0]));

/** The button answers the window that it would open, with template and layout; sent from there the quotation is marked as sent (seen on 18). */
async function sendQuotation({ client }: Connection, id: number, signal: AbortSignal): Promise<void> {
  const { res_model: model, context } = Window.parse(await client.change('sale.order', 'action_quotation_send', { ids: [id] }, signal));
  const window = Made.parse(await client.change(model, 'create', { vals_list: {}, context }, signal));
  await client.change(model, 'action_send_mail', { ids: [window], context }, signal);
}

const SEND_INVOICE = 'account.move.send.wizard';

async function sendInvoice({ client }: Connection, id: number, signal: AbortSignal): Promise<void> {
  const vals = { move_id: id, sending_methods: ['email'] };
  const window = Made.parse(await client.change(SEND_INVOICE, 'create', { vals_list: vals }, signal));
  await client.change(SEND_INVOICE, 'action_send_and_print', { ids: [window] }, signal);
}
