import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { isOrganisation, type ObjectType } from '../../shared/object-types.ts';
import { lockStream } from '../../mirror/store-rows.ts';
import { STREAMS, streamOf, type StreamName } from '../../streams/index.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { noteTakenBack, OF_PAIR } from './decisions.ts';
import { lockMatching } from './lock.ts';
import { markRecordsDue, type DueOptions, type RecordRef } from '../shared/targets.ts';
import { findCustomersMovedAway, loadDocumentMoves, type DocumentMove } from './document-moves.ts';
import { isForgotten } from './tombstones.ts';

export interface OwnedDocument {
  stream: StreamName;
  id: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
}

/** The newest of a customer's documents show where they went. */
const OF_EACH = 5;

/** Documents that the mirror says belong to linked ones of these customers. */
export async function loadDocumentsOf(db: Db, scope: ConnectionScope, customerIds: readonly ErpRecordId[]): Promise<OwnedDocument[]> {
  const linked = await db('links')
    .where({ ...scope })
    .whereIn('customerId', customerIds)
    .distinct<{ customerId: ErpRecordId }[]>('customerId');
  const ids = linked.map(({ customerId }) => customerId);
  if (ids.length === 0) return [];
  return loadOwnedDocuments(
    db,
    scope,
    (documents) =>
      `select distinct d.* from unnest(:ids::text[]) c(id) cross join lateral (
         ${documents} and (d.customer_id = c.id or d.organisation_id = c.id) order by d.erp_created_at desc nulls last limit ${OF_EACH}) d`,
    ids,
  );
}

/**
 * Customers that vanished while their documents became, all of them, another customer's were merged into that one: their links go there.
 * Where it has a record of its own, that one stands for both. What is not as clear as this stays linked as it was. Returns how many records are due.
 */
export async function moveLinksOfMerged(
  trx: Db,
  scope: ConnectionScope,
  { gone, before, dueOptions }: { gone: readonly ErpRecordId[]; before: readonly OwnedDocument[]; dueOptions: DueOptions },
): Promise<number> {
  const moves = await loadDocumentMoves(trx, scope, gone);
  if (before.length === 0 && moves.length === 0) return 0;
  // Matching decides under the first lock, storing and removing customers under the second.
  await lockMatching(trx, scope.portalId);
  await lockStream(trx, scope, 'customers');
  const successors = await successorsOf(trx, scope, { gone, before, moves });
  const links = await trx('links')
    .where({ ...scope })
    .whereIn('customerId', [...successors.keys()])
    .orderBy(['linkedAt', 'customerId'])
    .forUpdate()
    .select<Link[]>('objectType', 'customerId', 'recordId');
  const due: RecordRef[] = [];
  for (const link of links)
    if (await moveLink(trx, scope, link, { into: successors.get(link.customerId)!, now: dueOptions.now })) due.push(link);
  return markRecordsDue(trx, scope.portalId, due, dueOptions);
}

/** Customers that vanished before their documents moved, or whose successor was not there yet. Returns how many records are due. */
export async function moveLinksOfLateMerged(trx: Db, scope: ConnectionScope, dueOptions: DueOptions): Promise<number> {
  const gone = await findCustomersMovedAway(trx, scope, dueOptions.now);
  // What is still theirs speaks against a merge.
  if (gone.length === 0) return 0;
  return moveLinksOfMerged(trx, scope, { gone, before: await loadDocumentsOf(trx, scope, gone), dueOptions });
}

interface Link {
  objectType: ObjectType;
  customerId: ErpRecordId;
  recordId: RecordId;
}

async function successorsOf(
  trx: Db,
  scope: ConnectionScope,
  { gone, before, moves }: { gone: readonly ErpRecordId[]; before: readonly OwnedDocument[]; moves: readonly DocumentMove[] },
): Promise<Map<ErpRecordId, ErpRecordId>> {
  const now = new Map<string, OwnedDocument>();
  const ids = before.map(({ id }) => id);
  for (const document of await loadOwnedDocuments(trx, scope, (documents) => `${documents} and d.erp_id = any(:ids)`, ids))
    now.set(nameOf(document), document);
  const owners = new Map(gone.map((id) => [id, new Set<ErpRecordId | null>()]));
  for (const { fromId, toId } of moves) owners.get(fromId)?.add(toId);
  for (const document of before) {
    const after = now.get(nameOf(document));
    if (!after) continue;
    if (document.customerId) owners.get(document.customerId)?.add(after.customerId);
    if (document.organisationId) owners.get(document.organisationId)?.add(after.organisationId);
  }
  return new Map(
    [...owners].flatMap(([id, [owner, ...others]]) => (owner && others.length === 0 && !owners.has(owner) ? [[id, owner] as const] : [])),
  );
}

const nameOf = ({ stream, id }: OwnedDocument): string => `${stream} ${id}`;

interface Move {
  into: ErpRecordId;
  now: Date;
}

async function moveLink(
  trx: Db,
  scope: ConnectionScope,
  { objectType, customerId, recordId }: Link,
  { into, now }: Move,
): Promise<boolean> {
  if (!(await mayLink(trx, scope, { objectType, customerId: into, recordId }))) return false;
  const [from, to] = [
    { ...scope, objectType, customerId },
    { ...scope, objectType, customerId: into },
  ];
  await trx('customerMatches').where(from).delete();
  if (await trx('links').where(to).first()) {
    const by = { portalId: scope.portalId, userId: null, now };
    const pair = { connectionId: scope.connectionId, objectType, customerId, recordId };
    await noteTakenBack(trx, by, 'links', { ...pair, where: `${OF_PAIR} and d.is_by_person` });
    await trx('links').where(from).delete();
  } else {
    await trx('links').where(from).update({ customerId: into });
    await moveFrozen(trx, from, { into, now });
  }
  const match = { state: 'linked', candidates: '[]' };
  await trx('customerMatches')
    .insert({ ...to, ...match })
    .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
    .merge(match);
  return true;
}

/** What people left alone stays left alone; all else of its fields is looked at afresh. */
async function moveFrozen(
  trx: Db,
  { portalId, connectionId, objectType, customerId }: ConnectionScope & Pick<Link, 'objectType' | 'customerId'>,
  { into, now }: Move,
): Promise<void> {
  await trx.raw(
    `insert into field_pairs (portal_id, connection_id, object_type, customer_id, record_id, is_frozen, is_one_way, frozen, due_at)
     select p.portal_id, p.connection_id, p.object_type, :into, p.record_id, p.is_frozen, p.is_one_way, p.frozen, :now from field_pairs p
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.object_type = :objectType and p.customer_id = :customerId
       and (p.is_frozen or p.frozen <> '{}')
     on conflict do nothing`,
    { portalId, connectionId, objectType, customerId, into, now },
  );
}

async function mayLink(trx: Db, scope: ConnectionScope, { objectType, customerId, recordId }: Link): Promise<boolean> {
  const { portalId, connectionId } = scope;
  const customer = await trx('erpCustomers')
    .where({ portalId, connectionId, erpId: customerId })
    .first<{ kind: string } | undefined>('kind');
  if (!customer || (isOrganisation(objectType) && customer.kind !== 'organisation')) return false;
  const pair = { ...scope, objectType, customerId };
  if (await isForgotten(trx, pair)) return false;
  return !(await trx('refusedMatches')
    .where({ ...pair, recordId })
    .first());
}

async function loadOwnedDocuments(
  db: Db,
  scope: ConnectionScope,
  narrowed: (documents: string) => string,
  ids: readonly ErpRecordId[],
): Promise<OwnedDocument[]> {
  const ofStream = STREAMS.filter((stream) => streamOf(stream).isOwned).map((stream) =>
    narrowed(`select '${stream}' as stream, d.erp_id as id, d.customer_id, d.organisation_id from ${streamOf(stream).table} d
      where d.portal_id = :portalId and d.connection_id = :connectionId`),
  );
  const { rows } = await db.raw<{ rows: OwnedDocument[] }>(ofStream.join(' union all '), { ...scope, ids: [...ids] });
  return rows;
}
