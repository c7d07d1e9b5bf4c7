import type { OdooDatabase } from './database.ts';
import { datetimeTextWithMicros } from './datetime.ts';
import { compileDomain } from './domain.ts';
import { rawValue } from './leaf.ts';
import { parsePython } from './python.ts';
import { ADMIN_UID } from './seed.ts';
import type { Change, Tx } from './store.ts';
import type { Row } from './types.ts';

const TIMEOUT_MS = 1000;

export interface SentWebhook {
  url: string;
  body: Record<string, unknown>;
  /** The receiver's answer; `null`: none within a second, or no connection. Nobody tries again. */
  status: number | null;
  ms: number;
}

/** Automation rules: snapshots are taken at every change and sent one after the other, inside the transaction until 18, after it on 19. */
export class Webhooks {
  readonly sent: SentWebhook[] = [];
  private readonly db: OdooDatabase;
  private readonly waiting = new Map<Tx, { url: string; body: Record<string, unknown> }[]>();

  constructor(db: OdooDatabase) {
    this.db = db;
    db.store.onChange = (tx, change) => this.collect(tx, this.asOdooSees(tx, change));
    db.afterWork = (tx, commit, failed) => this.deliverAround(tx, commit, failed);
  }

  private async deliverAround(tx: Tx, commit: () => void, failed: boolean): Promise<void> {
    const calls = this.waiting.get(tx) ?? [];
    this.waiting.delete(tx);
    const afterCommit = this.db.options.version >= 19;
    if (afterCommit) commit();
    if (!afterCommit || !failed) for (const { url, body } of calls) await this.send(url, body);
    if (!afterCommit) commit();
  }

  private async send(url: string, body: Record<string, unknown>): Promise<void> {
    const started = performance.now();
    let status: number | null = null;
    try {
      const headers = { 'content-type': 'application/json', 'user-agent': 'python-requests/2.28.1', accept: '*/*' };
      const answer = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'follow',
      });
      await answer.arrayBuffer();
      status = answer.status;
    } catch {
      // Odoo logs a warning and goes on: the call is lost.
    }
    this.sent.push({ url, body, status, ms: performance.now() - started });
  }

  /** Until 17 the state of a payment stands in its entry: a change of it is a change of the entry, and none that rules on payments see. */
  private asOdooSees(tx: Tx, change: Change): Change {
    const { model, kind, fields, row } = change;
    if (this.db.options.version >= 18 || model !== 'account.payment' || kind === 'unlink') return change;
    const entry = typeof row.move_id === 'number' ? tx.get('account.move', row.move_id) : undefined;
    const isPosted = fields.includes('move_id') || fields.includes('state');
    // Made as a draft, and posted with its entry.
    if (!entry || !isPosted) return { ...change, row: { ...row, state: 'draft' } };
    return { kind: 'write', model: 'account.move', row: { ...entry, state: row.state ?? null }, fields: ['state'] };
  }

  private collect(tx: Tx, change: Change): void {
    const rules = tx.ids('base.automation');
    if (rules.length === 0) return;
    const modelId = tx.ids('ir.model').find((id) => tx.get('ir.model', id)?.model === change.model);
    for (const id of tx.by('base.automation', 'model_id', modelId ?? 0)) {
      const rule = tx.row('base.automation', id);
      if (rule.active !== true || !this.applies(tx, rule, change)) continue;
      for (const actionId of tx.by('ir.actions.server', 'base_automation_id', id))
        this.enqueue(tx, tx.row('ir.actions.server', actionId), change);
    }
  }

  private applies(tx: Tx, rule: Row, { kind, model, row, fields }: Change): boolean {
    const triggers = { create: ['on_create', 'on_create_or_write'], write: ['on_write', 'on_create_or_write'], unlink: ['on_unlink'] }[
      kind
    ];
    if (!triggers.includes(String(rule.trigger))) return false;
    const watched = this.fieldNames(tx, rule.trigger_field_ids);
    if (kind === 'write' && watched.length > 0 && !watched.some((name) => fields.includes(name))) return false;
    if (typeof rule.filter_domain !== 'string') return true;
    const env = this.db.env(ADMIN_UID, {}, tx);
    return compileDomain(env, model, parsePython(rule.filter_domain)).test(row);
  }

  private fieldNames(tx: Tx, ids: unknown): string[] {
    return (Array.isArray(ids) ? (ids as number[]) : []).map((id) => String(tx.get('ir.model.fields', id)?.name));
  }

  private enqueue(tx: Tx, action: Row, change: Change): void {
    if (action.state !== 'webhook' || typeof action.webhook_url !== 'string') return;
    const env = this.db.env(ADMIN_UID, {}, tx);
    const body: Record<string, unknown> = {
      _action: `${action.name}(#${action.id})`,
      _id: change.row.id,
      _model: change.model,
      id: change.row.id,
    };
    for (const name of this.fieldNames(tx, action.webhook_field_ids)) body[name] = this.payloadValue(env, change, name);
    this.waiting.set(tx, [...(this.waiting.get(tx) ?? []), { url: action.webhook_url, body }]);
  }

  /** Bare ids and microseconds. Recomputed fields go out before the stamp moves: a payment's calls carry the `write_date` from before it (observed). */
  private payloadValue(env: ReturnType<OdooDatabase['env']>, { model, row, fields, stampBefore }: Change, name: string): unknown {
    const field = this.db.schema.get(model)?.fields[name];
    if (!field) return false;
    if (name === 'write_date')
      return datetimeTextWithMicros(stampBefore === undefined || fields.includes('state') ? row.write_date : stampBefore);
    const value = rawValue(env, field, name, row);
    if (field.type === 'datetime' && typeof value === 'number') return datetimeTextWithMicros(value);
    return value === null || value === '' ? false : value;
  }
}
