import type { Db } from '../../db/index.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { askFor, type Command } from '../commands/command-rows.ts';
import { mayCreate } from '../fields/approval.ts';
import { loadLiveRules } from '../fields/rules.ts';
import type { Enqueue } from '../shared/job-data.ts';
import type { CardRecord } from './offers.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

type Refusal = 'no_rules' | 'several' | 'unknown';
type AskedCreation = { key: string; connectionId: ConnectionId };

/**
 * A workflow wants this record to be a customer of the ERP: by the rules, as if their condition had been met. The ERP is the one that was
 * chosen, or the only one of which customers may be made.
 */
export async function askByWorkflow(
  deps: Deps,
  record: CardRecord,
  chosen: ConnectionId | null,
): Promise<AskedCreation | { refused: Refusal } | { customer: { number: string | null } }> {
  const { portalId, objectType } = record;
  const able = (await loadLiveRules(deps.db, portalId)).filter(({ writes }) => mayCreate(writes, objectType));
  const wanted = able.filter(({ scope }) => chosen === null || scope.connectionId === chosen);
  const [one, ...others] = wanted;
  if (!one) return { refused: chosen !== null && able.length > 0 ? 'unknown' : 'no_rules' };
  if (others.length > 0) return { refused: 'several' };
  const { scope } = one;
  const customer = await findCustomer(deps.db, { ...record, ...scope });
  if (customer) return { customer };
  return deps.db.transaction(async (trx) => {
    const key = await askFor(trx, { ...record, ...scope, name: 'createCustomer', askedBy: { kind: 'workflow' }, now: deps.now() });
    await deps.enqueue(trx, 'commands', scope);
    return { key, connectionId: scope.connectionId };
  });
}

export interface CreationState extends Pick<Command, 'state' | 'waitingFor'> {
  number: string | null;
  /** False: it was there before. */
  isNew: boolean;
  /** It was done, and a person parted the two afterwards. */
  isParted: boolean;
}

/** What became of it. */
export async function creationState(
  db: Db,
  record: CardRecord,
  { key, connectionId }: Partial<AskedCreation> & { key: string },
): Promise<CreationState> {
  const command = await db('commands').where({ portalId: record.portalId, key }).first<Command<'createCustomer'> | undefined>();
  if (!command) return { state: 'cancelled', waitingFor: null, number: null, isNew: false, isParted: false };
  const { state, waitingFor, result, sentAt, recordId } = command;
  // The record may have become another one since.
  const customer = connectionId && state === 'done' ? await findCustomer(db, { ...record, recordId, connectionId }) : undefined;
  const isParted = state === 'done' && customer === undefined;
  return { state, waitingFor, number: customer?.number ?? result?.number ?? null, isNew: sentAt !== null, isParted };
}

async function findCustomer(db: Db, record: CardRecord & { connectionId: ConnectionId }): Promise<{ number: string | null } | undefined> {
  const { portalId, connectionId, objectType, recordId } = record;
  const { rows } = await db.raw<{ rows: { number: string | null }[] }>(
    `select c.number from links l
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.record_id = :recordId and l.state = 'active'
     order by l.linked_at, l.customer_id limit 1`,
    { portalId, connectionId, objectType, recordId },
  );
  return rows[0];
}
