import { demand, modelOf } from '../env.ts';
import { userError } from '../errors.ts';
import { existing, requiredBooks } from './method.ts';
import type { Call, Method } from './method.ts';
import type { Vals } from './values.ts';

export const SEND_WIZARD = 'account.move.send.wizard';

/** The windows from which people send documents, and what becomes of them. Until 16 the composer fills itself in only in the browser. */
export const SENDING: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'sale.order': {
    action_quotation_send: {
      level: 'record',
      params: [],
      run: (call) => ({
        ...{ type: 'ir.actions.act_window', view_mode: 'form', res_model: 'mail.compose.message', target: 'new', view_id: false },
        context: {
          ...{ default_model: 'sale.order', default_res_ids: [existing(call, call.ids[0] ?? 0).id], default_template_id: 13 },
          ...{ default_composition_mode: 'comment', mark_so_as_sent: true, force_email: true },
        },
      }),
    },
  },
  'mail.compose.message': { action_send_mail: { level: 'record', params: [], writes: true, since: 17, run: sendComposed } },
  [SEND_WIZARD]: { action_send_and_print: { level: 'record', params: [], writes: true, since: 18, run: sendInvoice } },
};

function sendComposed(call: Call): object {
  const { default_model: model, default_res_ids: ids, mark_so_as_sent: marks } = call.context;
  if (model !== 'sale.order' || !Array.isArray(ids)) throw userError('Nothing to send.');
  const { tx } = requiredBooks(call);
  for (const id of ids as number[]) {
    mail(call, model, id);
    if (marks === true && tx.row(model, id).state === 'draft') tx.update(model, id, { state: 'sent' });
  }
  return { type: 'ir.actions.act_window_close' };
}

/**
 * To the customer, and a copy to each follower. Mail is handed over behind the commit: whatever becomes of it, the document counts as sent, and only the
 * record of each recipient says otherwise (`mails.json`).
 */
function mail(call: Call, model: string, id: number): void {
  const { tx } = requiredBooks(call);
  const { partner_id: customer, message_partner_ids: followers, name } = tx.row(model, id);
  const message = tx.insert('mail.message', { model, res_id: id, subject: String(name) });
  for (const partner of new Set([Number(customer), ...((followers ?? []) as number[])])) {
    const address = tx.row('res.partner', partner).email;
    if (typeof address !== 'string') continue;
    const failure = failureOf(call, address);
    const to = { mail_message_id: message, res_partner_id: partner, notification_type: 'email' };
    tx.insert('mail.notification', { ...to, ...(failure ?? { notification_status: 'sent', failure_type: null, failure_reason: null }) });
    if (!failure && partner === customer) call.db.sent.push(`${model} ${id}`);
  }
}

/** Null: it is there. */
function failureOf({ db }: Call, address: string) {
  const failed = { notification_status: 'exception' };
  if (db.mailServer === 'hangs') return { notification_status: 'ready', failure_type: null, failure_reason: null };
  if (db.mailServer === 'down') return { ...failed, failure_type: 'mail_smtp', failure_reason: null };
  if (!db.refusedAddresses.has(address)) return null;
  const answer = `SMTPRecipientsRefused: {'${address}': (550, b'5.1.1 No such user here')}`;
  return {
    ...failed,
    failure_type: 'unknown',
    failure_reason: `Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n${answer}`,
  };
}

/** Needs the right to write invoices, which the window itself does not. */
function sendInvoice(call: Call): object {
  const { tx } = requiredBooks(call);
  demand(call.env, modelOf(call.env, 'account.move'), 'write');
  for (const wizard of call.ids) {
    const id = Number(tx.row(SEND_WIZARD, wizard).move_id);
    if (tx.row('account.move', id).state !== 'posted') throw userError("You can't generate invoices that are not posted.");
    mail(call, 'account.move', id);
    tx.update('account.move', id, { is_move_sent: true });
  }
  return { type: 'ir.actions.act_window_close' };
}

export const createSendWizard = (call: Call, vals: Vals): number =>
  requiredBooks(call).tx.insert(SEND_WIZARD, { move_id: Number(vals['move_id']) });
