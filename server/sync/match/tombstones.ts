import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, ObjectType, PortalId } from '../../ids.ts';
import type { SyncDeps } from '../deps.ts';
import type { Candidate } from './rules.ts';
import { recordId } from '../../ids.ts';

/** The tombstone on the ERP record: stands in place of candidates. */
export const FORGOTTEN: Candidate = { recordId: recordId(''), name: null, rule: 'privacy', reason: 'privacy' };

/** Those of the customers who asked to be forgotten: neither linked nor created again. */
export async function findForgotten<C extends { emails: readonly string[] }>(
  deps: Pick<SyncDeps, 'db' | 'hashEmail'>,
  portalId: PortalId,
  customers: readonly C[],
): Promise<Set<C>> {
  const hashed = customers.map((customer) => ({ customer, hashes: customer.emails.map((email) => deps.hashEmail(email)) }));
  const hashes = hashed.flatMap((one) => one.hashes);
  if (hashes.length === 0) return new Set();
  const rows = await deps.db('tombstones').where({ portalId }).whereIn('emailHash', hashes).select<{ emailHash: string }[]>('emailHash');
  const known = new Set(rows.map(({ emailHash }) => emailHash));
  return new Set(hashed.filter((one) => one.hashes.some((hash) => known.has(hash))).map(({ customer }) => customer));
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
