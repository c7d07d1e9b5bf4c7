import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { lockRecord, NOBODY } from '../commands/called-off.ts';
import { endCreations } from '../commands/end-creations.ts';
import { noteAskedAgain, noteTakenBack, OF_CUSTOMER, OF_PAIR, OF_RECORD, type TakenBack } from './decisions.ts';
import { lockMatching } from './lock.ts';
import { markRecordsDue } from '../shared/targets.ts';
import { isForgotten } from './tombstones.ts';

interface NewLink {
  customerId: ErpRecordId;
  recordId: RecordId;
  rule: string;
  /** Who had the one made for the other; default: no person. */
  linkedBy?: number | null;
}

interface NewLinks {
  objectType: CustomerObjectType;
  links: readonly NewLink[];
  state: 'proposed' | 'active';
  now: Date;
  /** When the records become due; default at once. */
  dueAt?: Date;
}

/** Saves links that matching or creation found; a link a person made meanwhile stays. The records become due. */
export async function saveLinks(trx: Db, scope: ConnectionScope, { objectType, links, state, now, dueAt = now }: NewLinks): Promise<void> {
  if (links.length === 0) return;
  await trx('links')
    .insert(
      links.map(({ customerId, recordId, rule, linkedBy = null }) => ({
        ...{ ...scope, objectType, customerId, recordId },
        ...{ rule, state, linkedAt: now, linkedBy },
      })),
    )
    .onConflict(KEY)
    .ignore();
  if (state === 'proposed') return;
  await markRecordsDue(
    trx,
    scope.portalId,
    links.map(({ recordId }) => ({ objectType, recordId })),
    { priority: 2, now: dueAt },
  );
}

const KEY = ['portal_id', 'connection_id', 'object_type', 'customer_id'];

/** One customer and one HubSpot record, as a person on a card or on the review list names them. */
interface Pair extends ConnectionScope {
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  recordId: RecordId;
  userId: number;
}

type RecordScope = Pick<Pair, 'portalId' | 'objectType' | 'recordId'>;

type LinkDeps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/** A person decides: the link is made or moved, and an earlier refusal is taken back. */
export async function linkByPerson(deps: LinkDeps, pair: Pair): Promise<void> {
  const { recordId, userId } = pair;
  const customer = keyOf(pair);
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, pair.portalId);
    const approvedAt = await approvalOf(trx, pair);
    await requireLinkable(trx, pair);
    const by = { portalId: pair.portalId, userId, now };
    const before = await trx('links').where(customer).forUpdate().first<{ recordId: RecordId } | undefined>('recordId');
    if (before && before.recordId !== recordId) await noteTakenBack(trx, by, 'links', { ...customer, ...before, where: OF_PAIR });
    const link = { recordId, rule: 'person', linkedBy: userId, linkedAt: now, state: approvedAt ? 'active' : 'proposed' };
    await trx('links')
      .insert({ ...customer, ...link })
      .onConflict(KEY)
      .merge(link);
    await noteTakenBack(trx, by, 'refusals', { ...customer, recordId, where: OF_PAIR });
    await trx('refusedMatches')
      .where({ ...customer, recordId })
      .delete();
    await forgetNotYet(trx, pair, by);
    await noteTakenBack(trx, by, 'leftOut', { ...customer, where: OF_CUSTOMER });
    await setMatch(trx, customer, 'linked', now);
    await unlinkGoneCustomers(trx, pair, by);
    await markPairDue(deps, trx, pair, [recordId, ...(before && before.recordId !== recordId ? [before.recordId] : [])]);
  });
}

/** The record is a customer, or is to become one, whatever a person said before. */
async function forgetNotYet(trx: Db, { portalId, objectType, recordId }: RecordScope, by: TakenBack): Promise<void> {
  await noteTakenBack(trx, by, 'refusals', { objectType, recordId, where: `${OF_RECORD} and d.kind = 'not_yet'` });
  await trx('refusedMatches').where({ portalId, objectType, recordId, customerId: NOBODY }).delete();
}

/** A person wants a customer made of the record, whatever was said before; whom it is not stays said. */
export async function forgetObjections(trx: Db, record: RecordScope & ConnectionScope, by: TakenBack): Promise<void> {
  const { portalId, objectType, recordId } = record;
  await forgetNotYet(trx, record, by);
  // Whoever calls it off at this moment comes before or after.
  await lockRecord(trx, record);
  await noteAskedAgain(trx, record, by);
  await trx('refusedMatches').where({ portalId, objectType, recordId, isParted: true }).update({ isParted: false });
}

/** A customer the ERP no longer has keeps its link in case it comes back; a person who names another one has the last word. */
async function unlinkGoneCustomers(trx: Db, { portalId, connectionId, objectType, recordId }: Pair, by: TakenBack): Promise<void> {
  const rows = await trx('links as l')
    .where({ portalId, connectionId, objectType, recordId })
    .whereRaw(
      'not exists (select 1 from erp_customers c where c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id)',
    )
    .select<{ customerId: ErpRecordId }[]>('customerId');
  if (rows.length === 0) return;
  const gone = rows.map(({ customerId }) => customerId);
  const where = `${OF_RECORD} and d.connection_id = :connectionId and d.customer_id = any(:gone)`;
  await noteTakenBack(trx, by, 'links', { connectionId, objectType, recordId, gone, where });
  await trx('links').where({ portalId, connectionId, objectType }).whereIn('customerId', gone).delete();
  await trx('customerMatches').where({ portalId, connectionId, objectType }).whereIn('customerId', gone).delete();
}

/** A person parts them; the pair is not offered again, the customer is listed, and none is made in its place before a person asks. */
export async function unlinkByPerson(deps: LinkDeps, pair: Pair): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, pair.portalId);
    const customer = keyOf(pair);
    const { portalId, connectionId, objectType, recordId, userId, customerId: refused } = pair;
    await noteTakenBack(trx, { portalId, userId, now: deps.now() }, 'links', { ...customer, recordId, where: OF_PAIR });
    const removed = await trx('links')
      .where({ ...customer, recordId })
      .delete();
    await rememberRefusal(trx, pair, deps.now());
    await trx('refusedMatches')
      .where({ ...customer, recordId })
      .update({ isParted: true });
    await endCreations(deps, trx, { portalId, connectionId, objectType, recordId, userId, refused });
    if (removed === 0) return;
    await setMatch(trx, customer, 'unmatched', deps.now());
    await markPairDue(deps, trx, pair, [recordId]);
  });
}

/** A person refuses a suggestion; with the last candidate gone, the customer is unmatched, or created if only that question held it back. */
export async function refuseByPerson(deps: LinkDeps, pair: Pair): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, pair.portalId);
    await rememberRefusal(trx, pair, deps.now());
    await trx.raw(
      `update customer_matches m set candidates = left_over.candidates,
         state = case when m.state = 'ambiguous' and left_over.candidates = '[]'
           then case when m.candidates @> '[{"rule": "name"}]' then 'due' else 'unmatched' end else m.state end,
         checked_at = case when m.state = 'due' then null else m.checked_at end
       from (select coalesce(jsonb_agg(c), '[]') as candidates from customer_matches x cross join jsonb_array_elements(x.candidates) c
             where x.portal_id = :portalId and x.connection_id = :connectionId and x.object_type = :objectType and x.customer_id = :customerId
               and c ->> 'recordId' <> :recordId) left_over
       where m.portal_id = :portalId and m.connection_id = :connectionId and m.object_type = :objectType and m.customer_id = :customerId`,
      { ...keyOf(pair), recordId: pair.recordId },
    );
    await deps.enqueue(trx, 'match', { portalId: pair.portalId, connectionId: pair.connectionId });
  });
}

const keyOf = ({ portalId, connectionId, objectType, customerId }: Pair) => ({ portalId, connectionId, objectType, customerId });

async function approvalOf(trx: Db, { portalId, connectionId }: Pair): Promise<Date | null> {
  const connection = await trx('erpConnections')
    .where({ portalId, id: connectionId })
    .whereNot({ status: 'disconnected' })
    .first<{ approvedAt: Date | null } | undefined>('approvedAt');
  if (!connection) throw new InvalidInputError('No such connection', { code: 'not_found' });
  return connection.approvedAt;
}

async function requireLinkable(trx: Db, pair: Pair): Promise<void> {
  const { portalId, connectionId, customerId } = pair;
  const customer = await trx('erpCustomers')
    .where({ portalId, connectionId, erpId: customerId })
    .first<{ kind: string } | undefined>('kind');
  if (!customer) throw new InvalidInputError('No such customer', { code: 'not_found' });
  if (await isForgotten(trx, keyOf(pair))) throw new InvalidInputError('This person asked to be forgotten', { code: 'link.forgotten' });
}

async function rememberRefusal(trx: Db, pair: Pair, now: Date): Promise<void> {
  await trx('refusedMatches')
    .insert({ ...keyOf(pair), recordId: pair.recordId, refusedBy: pair.userId, refusedAt: now })
    .onConflict([...KEY, 'record_id'])
    .ignore();
}

async function setMatch(trx: Db, customer: ReturnType<typeof keyOf>, state: 'linked' | 'unmatched', now: Date): Promise<void> {
  const match = { state, candidates: '[]', checkedAt: now, wantedBy: null, leftOutBy: null };
  await trx('customerMatches')
    .insert({ ...customer, ...match })
    .onConflict(KEY)
    .merge(match);
}

async function markPairDue(deps: LinkDeps, trx: Db, { portalId, objectType }: Pair, recordIds: readonly RecordId[]): Promise<void> {
  await markRecordsDue(
    trx,
    portalId,
    recordIds.map((recordId) => ({ objectType, recordId })),
    { priority: 0, now: deps.now() },
  );
  await deps.enqueue(trx, 'push', { portalId });
}
