import type { Db } from '../../db/index.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { DuePair } from './due-pairs.ts';
import type { KeptFields } from './evaluate.ts';
import { awaitedBy } from './relations.ts';
import type { ChangeRule, FieldOrder, Side, StoredEditors } from './field-state.ts';

/** What is to be remembered of a link. */
export interface PairOutcome {
  pair: DuePair;
  fields: KeptFields['fields'];
  /** Orders of people that were carried out, or that nothing has to be done for. */
  executed: Readonly<Record<string, FieldOrder>>;
  /** False: nobody knows yet, or something is still to be written. */
  isSettled: boolean;
}

/** A line of the history. */
export interface NewChange {
  pair: DuePair;
  property: string;
  field: string;
  writtenTo: Side | 'nobody';
  before: string | null;
  after: string | null;
  lost: string | null;
  rule: ChangeRule;
  userId: number | null;
  editedBy: StoredEditors;
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Whoever finds this after a crash knows what came back of its own accord. */
export async function rememberSending(
  db: Db,
  scope: ConnectionScope,
  sending: readonly { pair: DuePair; states: KeptFields['fields'] }[],
): Promise<void> {
  if (sending.length === 0) return;
  const rows = sending.map(({ pair: { objectType, customerId, recordId }, states }) => ({ objectType, customerId, recordId, states }));
  await db.raw(
    `update field_pairs p set fields = p.fields || r.states
     from jsonb_to_recordset(:rows::jsonb) as r("objectType" text, "customerId" text, "recordId" text, states jsonb)
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.object_type = r."objectType" and p.customer_id = r."customerId"
       and p.record_id = r."recordId"`,
    { ...scope, rows: JSON.stringify(rows) },
  );
}

/**
 * Whoever marked a link meanwhile keeps it due; an order that a person gave meanwhile stays. Answers the links that are still there: of a person
 * who was forgotten meanwhile nothing is to be kept, and what one record held says nothing of another that the customer is linked to since.
 */
export async function storeOutcomes(trx: Db, scope: ConnectionScope, outcomes: readonly PairOutcome[], now: Date): Promise<Set<DuePair>> {
  const rows = outcomes.map(({ pair, fields, executed, isSettled }) => {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(pair.tries, 20));
    const dueAt = new Date(now.getTime() + waitMs);
    const { objectType, customerId, recordId, revision } = pair;
    return {
      objectType,
      customerId,
      recordId,
      revision,
      fields,
      executed,
      isSettled,
      dueAt,
      isAsked: Object.values(fields).some(({ asked }) => asked),
      ...awaitedBy(fields),
    };
  });
  const { rows: there } = await trx.raw<{ rows: Pick<DuePair, 'objectType' | 'customerId'>[] }>(
    `update field_pairs p set fields = r.fields, is_asked = r."isAsked", awaited_record = r."awaitedRecord", awaited_customer = r."awaitedCustomer",
       orders = coalesce((select jsonb_object_agg(o.key, o.value) from jsonb_each(p.orders) o where not r.executed @> jsonb_build_object(o.key, o.value)), '{}'),
       done_revision = case when r."isSettled" then greatest(p.done_revision, r.revision) else p.done_revision end,
       due_at = case when r."isSettled" then p.due_at else r."dueAt" end,
       tries = case when r."isSettled" then 0 else p.tries + 1 end
     from jsonb_to_recordset(:rows::jsonb) as r("objectType" text, "customerId" text, "recordId" text, revision bigint, fields jsonb, executed jsonb, "isSettled" boolean,
       "dueAt" timestamptz, "isAsked" boolean, "awaitedRecord" text, "awaitedCustomer" text)
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.object_type = r."objectType" and p.customer_id = r."customerId"
       and p.record_id = r."recordId"
     returning p.object_type, p.customer_id`,
    { ...scope, rows: JSON.stringify(rows) },
  );
  const names = new Set(there.map(nameOf));
  return new Set(outcomes.map(({ pair }) => pair).filter((pair) => names.has(nameOf(pair))));
}

const nameOf = ({ objectType, customerId }: Pick<DuePair, 'objectType' | 'customerId'>): string => `${objectType} ${customerId}`;

export async function addChanges(trx: Db, scope: ConnectionScope, changes: readonly NewChange[], now: Date): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ pair: { objectType, customerId, recordId }, editedBy, ...change }) => ({
    ...scope,
    objectType,
    customerId,
    recordId,
    ...change,
    editedBy: Object.keys(editedBy).length > 0 ? JSON.stringify(editedBy) : null,
    at: now,
  }));
  await trx('fieldChanges').insert(rows);
}
