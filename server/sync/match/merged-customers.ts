import type { Db } from '../../db/index.ts';
import type { ErpRecordId, ObjectType, RecordId } from '../../shared/ids.ts';
import { lockStream } from '../../mirror/store-rows.ts';
import { STREAMS, streamOf, type StreamName } from '../../streams/index.ts';
import type { OfConnection } from '../shared/job-data.ts';
import { lockMatching } from './lock.ts';
import { markRecords, type Marking, type RecordRef } from '../shared/targets.ts';
import { findMovedAway, loadMoves, type Move } from './document-moves.ts';
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
export async function loadDocumentsOf(db: Db, of: OfConnection, customerIds: readonly ErpRecordId[]): Promise<OwnedDocument[]> {
  const linked = await db('links')
    .where({ ...of })
    .whereIn('customerId', customerIds)
    .distinct<{ customerId: ErpRecordId }[]>('customerId');
  const ids = linked.map(({ customerId }) => customerId);
  if (ids.length === 0) return [];
  return load(
    db,
    of,
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
export async function followMerges(
  trx: Db,
  of: OfConnection,
  gone: readonly ErpRecordId[],
  before: readonly OwnedDocument[],
  marking: Marking,
): Promise<number> {
  const moves = await loadMoves(trx, of, gone);
  if (before.length === 0 && moves.length === 0) return 0;
  // Matching decides under the first lock, storing and removing customers under the second.
  await lockMatching(trx, of.portalId);
  await lockStream(trx, of, 'customers');
  const successors = await successorsOf(trx, of, { gone, before, moves });
  const links = await trx('links')
    .where({ ...of })
    .whereIn('customerId', [...successors.keys()])
    .orderBy(['linkedAt', 'customerId'])
    .forUpdate()
    .select<Link[]>('objectType', 'customerId', 'recordId');
  const due: RecordRef[] = [];
  for (const link of links) if (await moveLink(trx, of, link, successors.get(link.customerId)!)) due.push(link);
  return markRecords(trx, of.portalId, due, marking);
}

/** Customers that vanished before their documents moved, or whose successor was not there yet. Returns how many records are due. */
export async function followLateMerges(trx: Db, of: OfConnection, marking: Marking): Promise<number> {
  const gone = await findMovedAway(trx, of, marking.now);
  // What is still theirs speaks against a merge.
  return gone.length === 0 ? 0 : followMerges(trx, of, gone, await loadDocumentsOf(trx, of, gone), marking);
}

interface Link {
  objectType: ObjectType;
  customerId: ErpRecordId;
  recordId: RecordId;
}

async function successorsOf(
  trx: Db,
  of: OfConnection,
  { gone, before, moves }: { gone: readonly ErpRecordId[]; before: readonly OwnedDocument[]; moves: readonly Move[] },
): Promise<Map<ErpRecordId, ErpRecordId>> {
  const now = new Map<string, OwnedDocument>();
  const ids = before.map(({ id }) => id);
  for (const document of await load(trx, of, (documents) => `${documents} and d.erp_id = any(:ids)`, ids))
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

async function moveLink(trx: Db, of: OfConnection, { objectType, customerId, recordId }: Link, into: ErpRecordId): Promise<boolean> {
  if (!(await mayCarry(trx, of, objectType, into, recordId))) return false;
  const [from, to] = [
    { ...of, objectType, customerId },
    { ...of, objectType, customerId: into },
  ];
  await trx('customerMatches').where(from).delete();
  if (await trx('links').where(to).first()) await trx('links').where(from).delete();
  else await trx('links').where(from).update({ customerId: into });
  const match = { state: 'linked', candidates: '[]' };
  await trx('customerMatches')
    .insert({ ...to, ...match })
    .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
    .merge(match);
  return true;
}

async function mayCarry(trx: Db, of: OfConnection, objectType: ObjectType, into: ErpRecordId, recordId: RecordId): Promise<boolean> {
  const { portalId, connectionId } = of;
  const customer = await trx('erpCustomers').where({ portalId, connectionId, erpId: into }).first<{ kind: string } | undefined>('kind');
  if (!customer || (objectType === 'companies' && customer.kind !== 'organisation')) return false;
  const pair = { ...of, objectType, customerId: into };
  if (await isForgotten(trx, pair)) return false;
  return !(await trx('refusedMatches')
    .where({ ...pair, recordId })
    .first());
}

async function load(
  db: Db,
  of: OfConnection,
  narrowed: (documents: string) => string,
  ids: readonly ErpRecordId[],
): Promise<OwnedDocument[]> {
  const ofStream = STREAMS.filter((stream) => streamOf(stream).isOwned).map((stream) =>
    narrowed(`select '${stream}' as stream, d.erp_id as id, d.customer_id, d.organisation_id from ${streamOf(stream).table} d
      where d.portal_id = :portalId and d.connection_id = :connectionId`),
  );
  const { rows } = await db.raw<{ rows: OwnedDocument[] }>(ofStream.join(' union all '), { ...of, ids: [...ids] });
  return rows;
}
