import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { DueCustomer } from './due-customers.ts';
import type { Candidate, Hit, Hits } from './rules.ts';
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
  const known = await findHashes(
    deps.db,
    portalId,
    hashed.flatMap((one) => one.hashes),
  );
  const found = hashed.filter((one) => former.has(one.customer) || one.hashes.some((hash) => known.has(hash)));
  return new Set(found.map(({ customer }) => customer));
}

async function findHashes(db: Db, portalId: PortalId, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db('tombstones')
    .where({ portalId })
    .whereIn('emailHash', [...hashes])
    .select<{ emailHash: string }[]>('emailHash');
  return new Set(rows.map(({ emailHash }) => emailHash));
}

/**
 * What was found of customers, without contacts one of whose addresses is of somebody who asked to be forgotten; and the customers of whom nothing else
 * was found: they are that person.
 */
export async function withoutForgotten<C>(
  deps: Pick<SyncDeps, 'db' | 'hashEmail'>,
  portalId: PortalId,
  found: ReadonlyMap<C, Hits>,
): Promise<{ hits: Map<C, Hits>; forgotten: Set<C> }> {
  const all = [...found.values()].flatMap((hits) => [...hitsIn(hits), ...hits.byName]).flatMap(({ emails = [] }) => emails);
  const hashOf = new Map([...new Set(all)].map((email) => [email, deps.hashEmail(email)]));
  const known = hashOf.size === 0 ? new Set<string>() : await findHashes(deps.db, portalId, [...hashOf.values()]);
  const isLeft = ({ emails = [] }: Hit): boolean => !emails.some((email) => known.has(hashOf.get(email)!));
  const left = [...found].map(([customer, { byKey, byTaxId, byEmail, byDomainAndName, byName }]): [C, Hits] => [
    customer,
    {
      byKey: byKey && isLeft(byKey) ? byKey : null,
      byTaxId: byTaxId.filter(isLeft),
      byEmail: byEmail.filter(isLeft),
      byDomainAndName: byDomainAndName.filter(isLeft),
      byName: byName.filter(isLeft),
    },
  ]);
  const forgotten = left.filter(([customer, hits]) => hitsIn(hits).length === 0 && hitsIn(found.get(customer)!).length > 0);
  return { hits: new Map(left), forgotten: new Set(forgotten.map(([customer]) => customer)) };
}

/** Those that say who somebody is; a name is had by many. */
const hitsIn = ({ byKey, byTaxId, byEmail, byDomainAndName }: Hits): Hit[] => [
  ...(byKey ? [byKey] : []),
  ...byTaxId,
  ...byEmail,
  ...byDomainAndName,
];

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
