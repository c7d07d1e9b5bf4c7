import { cancel, post, resetToDraft, reverse, toggleBlock } from '../accounting/invoices.ts';
import { cancelPayment, paymentToDraft, registerPayment } from '../accounting/payments.ts';
import { reconcile } from '../accounting/reconcile.ts';
import { decimals } from '../accounting/books.ts';
import type { Books } from '../accounting/books.ts';
import { demand, modelOf } from '../env.ts';
import { userError } from '../errors.ts';
import { existing, requiredBooks } from './method.ts';
import type { Call, Method } from './method.ts';
import { toMinor } from '../money.ts';

/** A button: ids only, once per record. `answer` is what Odoo returns; nothing for most. */
const button = (work: (books: Books, id: number) => void, answer?: unknown, limits: Pick<Method, 'since' | 'until'> = {}): Method => ({
  level: 'record',
  params: [],
  writes: true,
  ...limits,
  run: (call) => {
    demand(call.env, modelOf(call.env, call.model), 'write');
    for (const id of call.ids) {
      existing(call, id);
      work(requiredBooks(call), id);
    }
    return answer;
  },
});

const reversal = (limits: Pick<Method, 'since' | 'until'>): Method => ({
  level: 'record',
  params: [],
  writes: true,
  ...limits,
  run: reverseMoves,
});

export const BUSINESS: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'account.move': {
    action_post: button(post, false),
    button_draft: button(resetToDraft),
    button_cancel: button(cancel),
    action_toggle_block_payment: button(toggleBlock, undefined, { since: 18 }),
    get_portal_url: {
      level: 'record',
      params: ['suffix', 'report_type', 'download', 'query_string', 'anchor'],
      run: portalUrl,
    },
  },
  'account.payment': { action_draft: button(paymentToDraft), action_cancel: button(cancelPayment) },
  'account.payment.register': { action_create_payments: { level: 'record', params: [], writes: true, run: createPayments } },
  'account.move.reversal': { reverse_moves: reversal({ until: 16 }), refund_moves: reversal({ since: 17 }) },
  'account.move.line': { reconcile: { level: 'record', params: [], writes: true, run: reconcileLines } },
};

/** Whoever reads the document gets its secret; it is the document's for ever. */
function portalUrl(call: Call): string {
  demand(call.env, modelOf(call.env, call.model), 'read');
  const { id } = existing(call, call.ids[0] ?? 0);
  const { report_type: kind, download } = call.args;
  const more = `${typeof kind === 'string' ? `&report_type=${kind}` : ''}${download === true ? '&download=true' : ''}`;
  return `/my/invoices/${id}?access_token=00000000-0000-4000-8000-${String(id).padStart(12, '0')}${more}`;
}

function activeIds(call: Call, id: number): number[] {
  const context = { ...call.wizards.get(`${call.model},${id}`), ...call.context };
  const ids = context.active_ids;
  if (context.active_model !== 'account.move' || !Array.isArray(ids))
    throw userError('The register payment wizard should only be called on account.move or account.move.line records.');
  return ids as number[];
}

function createPayments(call: Call): unknown {
  demand(call.env, modelOf(call.env, call.model), 'create');
  const books = requiredBooks(call);
  const wizardId = call.ids[0] ?? 0;
  const wizard = books.tx.row('account.payment.register', wizardId);
  const invoiceIds = activeIds(call, wizardId);
  const first = books.tx.row('account.move', invoiceIds[0] ?? 0);
  const currencyId = Number(wizard.currency_id ?? first.currency_id);
  const options = {
    currencyId,
    ...(typeof wizard.amount === 'number' && wizard.amount > 0
      ? { amount: toMinor(wizard.amount / 100, decimals(books, currencyId)) }
      : {}),
    ...(typeof wizard.payment_date === 'string' ? { date: wizard.payment_date } : {}),
    ...(typeof wizard.journal_id === 'number' ? { journalId: wizard.journal_id } : {}),
    ...(typeof wizard.communication === 'string' ? { memo: wizard.communication } : {}),
  };
  const groups = wizard.group_payment === true ? [invoiceIds] : invoiceIds.map((id) => [id]);
  const paymentIds = groups.map((ids) => registerPayment(books, ids, options));
  const action = { name: 'Payments', type: 'ir.actions.act_window', res_model: 'account.payment', context: { create: false } };
  return paymentIds.length === 1
    ? { ...action, view_mode: 'form', res_id: paymentIds[0] }
    : { ...action, view_mode: 'list,form', domain: [['id', 'in', paymentIds]] };
}

function reverseMoves(call: Call): unknown {
  demand(call.env, modelOf(call.env, call.model), 'create');
  const books = requiredBooks(call);
  const wizardId = call.ids[0] ?? 0;
  const wizard = books.tx.row('account.move.reversal', wizardId);
  const date = typeof wizard.date === 'string' ? wizard.date : books.today;
  const ids = activeIds(call, wizardId).map((id) => reverse(books, id, { reason: String(wizard.reason ?? ''), date }));
  return {
    name: 'Reverse Moves',
    type: 'ir.actions.act_window',
    res_model: 'account.move',
    view_mode: 'form',
    res_id: ids[0],
    context: { default_move_type: 'out_refund' },
  };
}

/** The answer is the text of Python objects, as the server sends it. */
function reconcileLines(call: Call): unknown {
  demand(call.env, modelOf(call.env, call.model), 'write');
  const books = requiredBooks(call);
  const partials = reconcile(books, call.ids);
  const full = books.tx.row('account.move.line', call.ids[0] ?? 0).full_reconcile_id;
  return {
    exchange_partials: 'account.partial.reconcile()',
    partials: `account.partial.reconcile(${partials.join(', ')}${partials.length === 1 ? ',' : ''})`,
    full_reconcile: full === null ? 'account.full.reconcile()' : `account.full.reconcile(${full},)`,
  };
}
