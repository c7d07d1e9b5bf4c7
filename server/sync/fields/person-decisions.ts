import type { FieldDecision } from '../../../hubspot-app/app/settings/api/endpoints.ts';
import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { ONCE_MORE } from '../shared/field-pairs.ts';
import { askedFields, type AskedPair } from './conflicts.ts';
import { WHOLE_RECORD, type FieldOrder } from './field-state.ts';
import { loadCustomerRules } from './rules.ts';
import { NOT_UNDOABLE, isUndoable, type StoredChange } from './undoable.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

/** The link whose fields a person speaks of; from a card it has to be the record's own. */
export interface FieldsOf extends ConnectionScope {
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  recordId?: RecordId;
}

interface Answer {
  property: string;
  answer: FieldDecision['answer'];
  userId: number;
}

/** A person says which of two values is right, or that both stay. */
export async function answerConflict(deps: Deps, link: FieldsOf, { property, answer, userId }: Answer): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const pair = await lockPair(trx, link);
    const isAsked = pair && askedFields({ ...pair, orders: {} }).some((asked) => asked.property === property);
    if (!isAsked) throw notFound('Nobody is asked about this field');
    await giveOrder(deps, trx, link, { [property]: { kind: 'answer', answer, userId } });
  });
}

interface ChangedRecord {
  portalId: PortalId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

type ChangeRow = StoredChange & Pick<FieldsOf, 'connectionId' | 'customerId'> & Pick<ChangedRecord, 'recordId'>;

/**
 * The side that was written is to get back what it had: once, and again only if it refused. Whoever presses again is told. On a card the change has to
 * be the record's own, in the settings the connection's.
 */
export async function undoChange(deps: Deps, owner: ChangedRecord | ConnectionScope, changeId: string, userId: number): Promise<void> {
  const { portalId } = owner;
  await deps.db.transaction(async (trx) => {
    const change = await trx('fieldChanges')
      .where({ ...owner, id: changeId })
      .forUpdate()
      .first<ChangeRow | undefined>();
    if (!change) throw notFound('No such change');
    const { connectionId, objectType, customerId, recordId, property, writtenTo, before } = change;
    const link = { portalId, connectionId, objectType, customerId, recordId };
    const pair = await lockPair(trx, link);
    if (writtenTo === 'nobody' || !isUndoable(change, pair, await loadCustomerRules(trx, link)))
      throw new InvalidInputError('It was taken back, or written over, already', { code: NOT_UNDOABLE.code });
    await trx('fieldChanges').where({ portalId, id: changeId }).update({ undoRefused: null });
    await giveOrder(deps, trx, link, { [property]: { kind: 'restore', to: writtenTo, value: before, changeId, userId } });
  });
}

/** Leaves one field, or all fields of the link, alone from now on; or takes that back. */
export async function freezeFields(
  deps: Deps,
  link: FieldsOf,
  { property, isFrozen, userId }: { property: string | null; isFrozen: boolean; userId: number },
): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const pair = await lockPair(trx, link);
    // What the rules speak of no more can still be let go.
    const isKept =
      property === null ||
      !isFrozen ||
      (await loadCustomerRules(trx, link))?.live?.[link.objectType].mapping.some((line) => line.property === property);
    if (!pair || !isKept) throw notFound('No such field');
    const others = pair.frozen.filter((name) => name !== property);
    const change = property === null ? { isFrozen, isOneWay: false } : { frozen: isFrozen ? [...others, property] : others };
    await trx('fieldPairs').where(keyOf(link)).update(change);
    const wasFrozen = property === null ? pair.isFrozen : pair.frozen.includes(property);
    if (wasFrozen !== isFrozen)
      await addFreeze(trx, { ...link, recordId: pair.recordId }, { pair, property, isFrozen, userId, now: deps.now() });
    await giveOrder(deps, trx, link, {});
  });
}

interface Frozen {
  pair: AskedPair;
  property: string | null;
  isFrozen: boolean;
  userId: number;
  now: Date;
}

/** Who left what alone, and since when, stands among what became of it. */
async function addFreeze(trx: Db, link: Required<FieldsOf>, { pair, property, isFrozen, userId, now }: Frozen): Promise<void> {
  const { portalId, connectionId, objectType, customerId, recordId } = link;
  await trx('fieldChanges').insert({
    ...{ portalId, connectionId, objectType, customerId, recordId, userId, at: now, writtenTo: 'nobody' },
    rule: isFrozen ? 'frozen' : 'released',
    property: property ?? WHOLE_RECORD,
    field: pair.fields[property ?? '']?.field ?? '',
  });
}

/** What was refused is offered once more. */
export async function retryFields(
  deps: Deps,
  trx: Db,
  scope: ConnectionScope,
  records: readonly Omit<ChangedRecord, 'portalId'>[],
): Promise<void> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update field_pairs p set ${ONCE_MORE}, orders = coalesce((
         select jsonb_object_agg(f.key, :retry::jsonb) from jsonb_each(p.fields) f where jsonb_exists(f.value, 'refused')), '{}') || p.orders
     where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
       select o.portal_id, o.connection_id, o.object_type, o.customer_id from field_pairs o
       join jsonb_to_recordset(:records::jsonb) as r("objectType" text, "recordId" text)
         on o.object_type = r."objectType" and o.record_id = r."recordId"
       where o.portal_id = :portalId and o.connection_id = :connectionId order by 3, 4 for update)`,
    { ...scope, records: JSON.stringify(records), retry: JSON.stringify(RETRY), now: deps.now(), priority: A_PERSON_WAITS },
  );
  if (rowCount > 0) await deps.enqueue(trx, 'fields', scope);
}

const RETRY: FieldOrder = { kind: 'retry', userId: null };

const A_PERSON_WAITS = 0;

type LockedPair = AskedPair & { recordId: RecordId };

async function lockPair(trx: Db, link: FieldsOf): Promise<LockedPair | undefined> {
  return trx('fieldPairs')
    .where(keyOf(link))
    .forUpdate()
    .first<LockedPair | undefined>('recordId', 'fields', 'orders', 'frozen', 'isFrozen');
}

const keyOf = ({ portalId, connectionId, objectType, customerId, recordId }: FieldsOf) => ({
  ...{ portalId, connectionId, objectType, customerId },
  ...(recordId !== undefined && { recordId }),
});

async function giveOrder(deps: Deps, trx: Db, link: FieldsOf, orders: Record<string, FieldOrder>): Promise<void> {
  const { portalId, connectionId, objectType, customerId } = link;
  await trx.raw(
    `update field_pairs p set ${ONCE_MORE}, orders = p.orders || :orders::jsonb
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.object_type = :objectType and p.customer_id = :customerId`,
    { portalId, connectionId, objectType, customerId, orders: JSON.stringify(orders), now: deps.now(), priority: A_PERSON_WAITS },
  );
  await deps.enqueue(trx, 'fields', { portalId, connectionId });
}

const notFound = (message: string): InvalidInputError => new InvalidInputError(message, { code: 'not_found' });
