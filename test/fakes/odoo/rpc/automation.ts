import type { Books } from '../accounting/books.ts';
import { requiredBooks } from './method.ts';
import type { Call } from './method.ts';
import { commandsOf, rowValues } from './values.ts';
import type { Vals } from './values.ts';

/** A rule with its actions in one create, as connectors set webhooks up. */
export function createAutomation(call: Call, vals: Vals): number {
  const books = requiredBooks(call);
  const empty = { active: true, trigger_field_ids: [], filter_pre_domain: null, filter_domain: null, last_run: null };
  const id = books.tx.insert('base.automation', {
    ...empty,
    ...rowValues(call.env, 'base.automation', vals, undefined, ['action_server_ids']),
  });
  for (const [kind, , action] of commandsOf(vals.action_server_ids)) {
    if (kind === 0) createAction(call, id, action as Vals);
  }
  return id;
}

function createAction(call: Call, ruleId: number, vals: Vals): void {
  const values = rowValues(call.env, 'ir.actions.server', vals, undefined);
  // Until 18 the action loses the name it was given.
  const name = call.env.version < 19 && values.state === 'webhook' ? 'Send Webhook Notification' : (values.name ?? null);
  requiredBooks(call).tx.insert('ir.actions.server', { ...values, name, usage: 'base_automation', base_automation_id: ruleId });
}

export function deleteAutomation(books: Books, id: number): void {
  for (const action of [...books.tx.by('ir.actions.server', 'base_automation_id', id)]) books.tx.remove('ir.actions.server', action);
  books.tx.remove('base.automation', id);
}
