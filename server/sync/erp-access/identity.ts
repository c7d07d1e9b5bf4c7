import type { Db } from '../../db/index.ts';
import type { ErpIdentity, StreamName, StreamRecord } from '../../erp/shared/contract.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import { fingerprintOf } from '../../mirror/fingerprint.ts';
import { streamOf } from '../../streams/index.ts';
import { pauseAndReport, type ErpRun } from './erp-run.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { compareInstallations, mergeIdentities } from './same-installation.ts';
import { canariesOf, readStreams, saveStream, stateOf, type Canary } from '../shared/stream-states.ts';

/** When each connection was proven last, in this process. */
const provenAt = new Map<ConnectionId, number>();

/** How many of a stream's newest records are read when its canary is missing or another record. */
const SAMPLE = 20;
/** So many of a stream's newest records must be gone, in two streams, before a restored backup is suspected rather than deletions. */
const NEWEST_GONE = 5;

/**
 * Proves that this is still the ERP the mirror was read from: its identity, and a record per stream that must not have become another one.
 * If it may be another one, the connection is paused and the administrator asked. `notOlderThanMs` accepts a proof this process made so lately.
 */
export async function isSameErp(deps: IncomingDeps, run: ErpRun, notOlderThanMs = 0): Promise<boolean> {
  const { scope, erp, context } = run;
  if (deps.now().getTime() - (provenAt.get(scope.connectionId) ?? -Infinity) < notOlderThanMs) return true;
  const [identity, ...canaries] = await Promise.all([
    erp.identify(context.signal),
    ...readStreams(run.streams).map((stream) => areCanariesAlive(run, stream)),
  ]);
  if (compareInstallations(run.connection.identity, identity) !== 'same') {
    return pauseAndAsk(deps, scope, 'connection.swapped', { expected: run.connection.identity.name, found: identity.name });
  }
  await saveIdentity(deps.db, scope, run.connection.identity, identity);
  if (canaries.includes(false) && !(await isSampleIntact(deps, run))) return false;
  provenAt.set(scope.connectionId, deps.now().getTime());
  return true;
}

/** The records to recognise the ERP by: the newest of each numbering, because a restored backup lacks them. */
export function pickCanaries(records: readonly StreamRecord[StreamName][], current: readonly Canary[]): Canary[] {
  const newest = new Map(current.map((canary) => [numberingOf(canary), canary]));
  for (const record of records) {
    const fingerprint = fingerprintOf(record);
    // Drafts are deleted every day.
    if (fingerprint === null || ('status' in record && record.status === 'draft')) continue;
    const canary = { id: record.id, fingerprint };
    const known = newest.get(numberingOf(canary));
    if (!known || isNewer(canary, known)) newest.set(numberingOf(canary), canary);
  }
  return [...newest.values()];
}

/** Dated by the ERP, all records are in one order; otherwise ids are given away in order, kind by kind: `13:998`, `13:999`, `14:12`. */
const numberingOf = ({ id, fingerprint }: Canary): string => (isInstant(fingerprint) ? '' : id.replace(/\d+$/, ''));

function isNewer(one: Canary, other: Canary): boolean {
  if (isInstant(one.fingerprint) && isInstant(other.fingerprint)) return one.fingerprint > other.fingerprint;
  return one.id.length === other.id.length ? one.id > other.id : one.id.length > other.id.length;
}

const isInstant = (fingerprint: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(fingerprint);

/** True: there, and the same as far as they can be understood. False: one is gone, or another record stands under its id. */
async function areCanariesAlive(run: ErpRun, stream: StreamName): Promise<boolean> {
  const { erp, context } = run;
  const canaries = canariesOf(stateOf(run, stream).canary);
  if (canaries.length === 0) return true;
  const { records, rejected = [] } = await erp.readByIds(
    stream,
    canaries.map(({ id }) => id),
    context.signal,
  );
  const unreadable = new Set(rejected.map(({ id }) => id));
  const found = new Map(records.map((record) => [record.id, fingerprintOf(record)]));
  return canaries.every(({ id, fingerprint }) => unreadable.has(id) || found.get(id) === fingerprint);
}

async function isSampleIntact(deps: IncomingDeps, run: ErpRun): Promise<boolean> {
  const streams = readStreams(run.streams);
  const samples = await Promise.all(streams.map((stream) => compareNewest(deps.db, run, stream)));
  const different = samples.reduce((sum, sample) => sum + sample.different, 0);
  const same = samples.reduce((sum, sample) => sum + sample.same, 0);
  if (different > same)
    return pauseAndAsk(deps, run.scope, 'connection.swapped', {
      expected: run.connection.identity.name,
      found: run.connection.identity.name,
      different,
      same,
    });
  const isBroken = streams.some(
    (stream, at) => run.erp.streams[stream]?.isPermanent && samples[at]!.newestGone + samples[at]!.different > 0,
  );
  if (isBroken || samples.filter((sample) => sample.newestGone >= NEWEST_GONE).length >= 2) {
    return pauseAndAsk(deps, run.scope, 'connection.restored', {
      gone: samples.reduce((sum, { newestGone }) => sum + newestGone, 0) + different,
    });
  }
  // Single records were deleted, as people do: the next pages bring new canaries.
  for (const stream of streams) await saveStream(deps.db, run.scope, stream, { canary: null });
  return true;
}

interface Sample {
  same: number;
  different: number;
  /** How many of the newest are missing before the first that is there. */
  newestGone: number;
}

interface KnownRow {
  erpId: ErpRecordId;
  erpCreatedAt: Date | null;
  proof: string | null;
  numbering: string;
}

async function compareNewest(db: Db, { scope, erp, context }: ErpRun, stream: StreamName): Promise<Sample> {
  const { rows } = await db.raw<{ rows: KnownRow[] }>(newestSql(stream), { ...scope, sample: SAMPLE });
  const sample: Sample = { same: 0, different: 0, newestGone: 0 };
  if (rows.length === 0) return sample;
  const { records, rejected = [] } = await erp.readByIds(
    stream,
    rows.map(({ erpId }) => erpId),
    context.signal,
  );
  const found = new Map(records.map((record) => [record.id, fingerprintOf(record)]));
  const unreadable = new Set(rejected.map(({ id }) => id));
  const met = new Set<string>();
  for (const { erpId, erpCreatedAt, proof, numbering } of rows.filter((row) => !unreadable.has(row.erpId))) {
    const fingerprint = found.get(erpId);
    if (fingerprint === undefined) sample.newestGone += met.has(numbering) ? 0 : 1;
    else {
      met.add(numbering);
      sample[fingerprint === (erpCreatedAt?.toISOString() ?? proof) ? 'same' : 'different']++;
    }
  }
  return sample;
}

/** The newest of each numbering. Only read when a canary is missing. */
const newestSql = (stream: StreamName): string => `
  select n.* from (
    select known.*, row_number() over (
      partition by known.numbering order by known.erp_created_at desc nulls last, length(known.erp_id) desc, known.erp_id desc) as place
    from (
      select m.erp_id, m.erp_created_at, to_jsonb(m) ->> 'proof' as proof,
        case when m.erp_created_at is null then regexp_replace(m.erp_id, '[0-9]+$', '') else '' end as numbering
      from ${streamOf(stream).table} m where m.portal_id = :portalId and m.connection_id = :connectionId
    ) known
    where known.erp_created_at is not null or known.proof is not null
  ) n
  where n.place <= :sample
  order by n.numbering, n.place`;

async function pauseAndAsk(
  deps: IncomingDeps,
  scope: ConnectionScope,
  code: string,
  params: Record<string, string | number>,
): Promise<false> {
  deps.log.warn({ ...scope, code }, 'connection paused: the ERP may be another one, an administrator has to decide');
  provenAt.delete(scope.connectionId);
  await pauseAndReport(deps.db, scope, { code, params }, deps.now());
  return false;
}

/** Companies come and go, the ERP is updated and keys get other rights; the settings page shows what is. */
export async function saveIdentity(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
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
  companies.map((company) => [company.id, company.name, company.currency, company.taxId, company.customerId, company.origin]),
];
