import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { DueCustomer } from './due-customers.ts';
import type { Candidate } from './rules.ts';
import { recordId } from '../../shared/ids.ts';
import type { ObjectType } from '../../shared/object-types.ts';

/** The tombstone on the ERP record: stands in place of candidates. */
export const FORGOTTEN: Candidate = { recordId: recordId(''), name: null, rule: 'privacy', reason: 'privacy' };

/** Those of the customers who asked to be forgotten: neither linked nor created again. */
export async function findForgotten<C extends Forgettable>(
  deps: Pick<SyncDeps, 'db' | 'hashEmail' | 'now'>,
  portalId: PortalId,
  customers: readonly C[],
): Promise<Set<C>> {
  const hashed = customers.map((customer) => ({ customer, hashes: customer.emails.map((email) => deps.hashEmail(email)) }));
  const former = await findFormerlyForgotten(deps.db, portalId, customers);
  // Forgotten while its ERP was away, when nobody knew the addresses.
  await rememberHashes(
    deps,
    portalId,
    hashed.filter(({ customer }) => former.has(customer)).flatMap(({ hashes }) => hashes),
  );
  const hashes = hashed.flatMap((one) => one.hashes);
  const rows = await deps.db('tombstones').where({ portalId }).whereIn('emailHash', hashes).select<{ emailHash: string }[]>('emailHash');
  const known = new Set(rows.map(({ emailHash }) => emailHash));
  const found = hashed.filter((one) => former.has(one.customer) || one.hashes.some((hash) => known.has(hash)));
  return new Set(found.map(({ customer }) => customer));
}

type Forgettable = Pick<DueCustomer, 'emails' | 'identityKey' | 'objectType' | 'customerId'>;

async function findFormerlyForgotten<C extends Forgettable>(db: Db, portalId: PortalId, customers: readonly C[]): Promise<Set<C>> {
  const forgotten = { portalId, recordId: FORGOTTEN.recordId };
  const keys = customers.map(({ identityKey, objectType, customerId }) => [identityKey, objectType, customerId]);
  const rows = await db('formerLinks')
    .where(forgotten)
    .whereIn(['identityKey', 'objectType', 'customerId'], keys)
    .select<Pick<DueCustomer, 'identityKey' | 'customerId'>[]>('identityKey', 'customerId');
  const isOf = (customer: C) => rows.some((row) => row.identityKey === customer.identityKey && row.customerId === customer.customerId);
  return new Set(customers.filter(isOf));
}

/** The addresses themselves are not kept. */
export async function rememberHashes(
  { db, now }: Pick<SyncDeps, 'db' | 'now'>,
  portalId: PortalId,
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return;
  const tombstones = [...new Set(hashes)].sort().map((emailHash) => ({ portalId, emailHash, createdAt: now() }));
  await db('tombstones').insert(tombstones).onConflict(['portal_id', 'email_hash']).ignore();
}

interface MatchKey {
  portalId: PortalId;
  connectionId: ConnectionId;
  objectType: ObjectType;
  customerId: ErpRecordId;
}

export async function isForgotten(db: Db, key: MatchKey): Promise<boolean> {
  const match = await db('customerMatches')
    .where({ ...key })
    .first<{ candidates: Candidate[] } | undefined>('candidates');
  return match?.candidates.some(({ reason }) => reason === 'privacy') ?? false;
}
