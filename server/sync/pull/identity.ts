import type { Db } from '../../db/index.ts';
import { STREAMS, type ErpIdentity, type StreamName, type StreamRecord } from '../../erp/contract.ts';
import type { ConnectionId, ErpRecordId } from '../../ids.ts';
import { fingerprintOf } from '../../mirror/fingerprint.ts';
import { MIRROR_TABLES } from '../../mirror/streams.ts';
import { askAdministrator, type ErpRun } from './erp-run.ts';
import type { IncomingDeps } from '../incoming.ts';
import type { OfConnection } from '../job-data.ts';
import { compareInstallations, mergeIdentities } from './same-installation.ts';
import { saveStream, type Canary } from './streams.ts';

/** When each connection was proven last, in this process. */
const provenAt = new Map<ConnectionId, number>();

/** How many of a stream's newest records are read when its canary is in doubt. */
const SAMPLE = 20;
/** So many of a stream's newest records must be gone, in two streams, before a restored backup is suspected rather than deletions. */
const NEWEST_GONE = 5;

/**
 * Proves that this is still the ERP the mirror was read from: its identity, and a record per stream that must not have become another one.
 * In doubt the connection is paused and the administrator asked. `notOlderThanMs` accepts a proof this process made so lately.
 */
export async function isSameErp(deps: IncomingDeps, run: ErpRun, notOlderThanMs = 0): Promise<boolean> {
  const { of, erp, context } = run;
  if (deps.now().getTime() - (provenAt.get(of.connectionId) ?? -Infinity) < notOlderThanMs) return true;
  const [identity, ...canaries] = await Promise.all([erp.identify(context.signal), ...STREAMS.map((stream) => readCanary(run, stream))]);
  if (compareInstallations(run.connection.identity, identity) !== 'same') {
    return distrust(deps, of, 'connection.swapped', { expected: run.connection.identity.name, found: identity.name });
  }
  await noteIdentity(deps.db, of, run.connection.identity, identity);
  if (canaries.includes(false) && !(await survivesSample(deps, run))) return false;
  provenAt.set(of.connectionId, deps.now().getTime());
  return true;
}

/** The record to recognise the ERP by: the newest one, because a restored backup lacks it. */
export function pickCanary(records: readonly StreamRecord[StreamName][], current: Canary | null): Canary | null {
  let newest = current;
  for (const record of records) {
    const fingerprint = fingerprintOf(record);
    // Drafts are deleted every day.
    if (fingerprint === null || ('status' in record && record.status === 'draft')) continue;
    if (!newest || isNewer({ id: record.id, fingerprint }, newest)) newest = { id: record.id, fingerprint };
  }
  return newest;
}

/** By the instant of creation; where the ERP does not say it, ids are given away in order. */
function isNewer(one: Canary, other: Canary): boolean {
  if (isInstant(one.fingerprint) && isInstant(other.fingerprint)) return one.fingerprint > other.fingerprint;
  return one.id.length === other.id.length ? one.id > other.id : one.id.length > other.id.length;
}

const isInstant = (fingerprint: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(fingerprint);

/** True: there, and the same as far as it can be understood. False: gone, or another record under its id. */
async function readCanary({ erp, streams, context }: ErpRun, stream: StreamName): Promise<boolean> {
  const canary = streams[stream].canary;
  if (!canary) return true;
  const { records, rejected = [] } = await erp.readByIds(stream, [canary.id], context.signal);
  return rejected.length > 0 || records.some((record) => fingerprintOf(record) === canary.fingerprint);
}

async function survivesSample(deps: IncomingDeps, run: ErpRun): Promise<boolean> {
  const samples = await Promise.all(STREAMS.map((stream) => compareNewest(deps.db, run, stream)));
  const different = samples.reduce((sum, sample) => sum + sample.different, 0);
  const same = samples.reduce((sum, sample) => sum + sample.same, 0);
  if (different > same)
    return distrust(deps, run.of, 'connection.swapped', {
      expected: run.connection.identity.name,
      found: run.connection.identity.name,
      different,
      same,
    });
  const isBroken = STREAMS.some(
    (stream, at) => run.erp.streams[stream].isPermanent && samples[at]!.newestGone + samples[at]!.different > 0,
  );
  if (isBroken || samples.filter((sample) => sample.newestGone >= NEWEST_GONE).length >= 2) {
    return distrust(deps, run.of, 'connection.restored', {
      gone: samples.reduce((sum, { newestGone }) => sum + newestGone, 0) + different,
    });
  }
  // Single records were deleted, as people do: the next pages bring new canaries.
  for (const stream of STREAMS) await saveStream(deps.db, run.of, stream, { canary: null });
  return true;
}

interface Sample {
  same: number;
  different: number;
  /** How many of the newest are missing before the first that is there. */
  newestGone: number;
}

async function compareNewest(db: Db, { of, erp, context }: ErpRun, stream: StreamName): Promise<Sample> {
  const { rows } = await db.raw<{ rows: { erpId: ErpRecordId; erpCreatedAt: Date | null; proof: string | null }[] }>(
    `select m.erp_id, m.erp_created_at, to_jsonb(m) ->> 'proof' as proof from ${MIRROR_TABLES[stream]} m
     where m.portal_id = ? and m.connection_id = ? and (m.erp_created_at is not null or to_jsonb(m) ->> 'proof' is not null)
     order by m.erp_created_at desc nulls last, length(m.erp_id) desc, m.erp_id desc limit ?`,
    [of.portalId, of.connectionId, SAMPLE],
  );
  const sample: Sample = { same: 0, different: 0, newestGone: 0 };
  if (rows.length === 0) return sample;
  const { records, rejected = [] } = await erp.readByIds(
    stream,
    rows.map(({ erpId }) => erpId),
    context.signal,
  );
  const found = new Map(records.map((record) => [record.id, fingerprintOf(record)]));
  const unreadable = new Set(rejected.map(({ id }) => id));
  for (const { erpId, erpCreatedAt, proof } of rows.filter((row) => !unreadable.has(row.erpId))) {
    const fingerprint = found.get(erpId);
    if (fingerprint === undefined) sample.newestGone += sample.same + sample.different === 0 ? 1 : 0;
    else if (fingerprint === (erpCreatedAt?.toISOString() ?? proof)) sample.same++;
    else sample.different++;
  }
  return sample;
}

async function distrust(deps: IncomingDeps, of: OfConnection, code: string, params: Record<string, string | number>): Promise<false> {
  deps.log.warn({ ...of, code }, 'this may be another ERP, an administrator has to say');
  provenAt.delete(of.connectionId);
  await askAdministrator(deps.db, of, { code, params }, deps.now());
  return false;
}

/** Companies come and go, the ERP is updated and keys get other rights; the settings page shows what is. */
export async function noteIdentity(
  db: Db,
  { portalId, connectionId }: OfConnection,
  known: ErpIdentity,
  found: ErpIdentity,
): Promise<void> {
  const identity = mergeIdentities(known, found);
  if (JSON.stringify(sorted(identity)) === JSON.stringify(sorted(known))) return;
  await db('erpConnections')
    .where({ portalId, id: connectionId })
    .update({ identity: JSON.stringify(identity) });
}

// jsonb does not keep the order of names.
const sorted = ({ key, proof, founded, address, name, product, companies }: ErpIdentity): unknown => [
  key,
  proof,
  founded,
  address,
  name,
  product,
  companies.map((company) => [company.id, company.name, company.currency, company.taxId, company.origin]),
];
