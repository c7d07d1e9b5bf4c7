import { raiseProblems, resolveProblems, type Problem } from '../../portals/problems.ts';
import { loadProjectRecords, type ProjectRecord, type ProjectRecordState } from '../../records/queries/project-records.ts';
import type { RecordValues } from '../../records/catalogue/project-record.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { ProjectObjectType } from '../../shared/object-types.ts';
import { markProjectDeals } from '../shared/project-deals.ts';
import { planWrite } from './plan.ts';
import { stopTargets, type Run } from './slice.ts';
import { prepareAgain } from './targets.ts';
import { companiesOfDeals, tieRecord, type Ties } from './ties.ts';
import { writeRecords, type Written } from './write.ts';

export const PROJECT_REFUSED = 'project_record.refused';
export const PROJECT_DELETED = 'project_record.deleted_in_hubspot';
const LIMIT = 'hubspot.limit_reached';

/** Brings the records of one object in step with the projects of these deals. */
export async function writeDeals(run: Run, objectType: ProjectObjectType, dealIds: readonly RecordId[]): Promise<void> {
  if (![...run.targets.values()].some((target) => target.objectType === objectType)) return;
  const { deps, portal } = run;
  const loaded = await loadProjectRecords(deps.db, portal.portalId, dealIds);
  const own = loaded.filter((record) => record.objectType === objectType && run.targets.has(record.connectionId));
  const records = await withRestored(run, objectType, own);
  const writes = records.flatMap((record) => planWrite(record, run.targets.get(record.connectionId)!, portal.timeZone) ?? []);
  const outcomes = await writeRecords(run, objectType, writes);
  for (const outcome of outcomes) await storeOutcome(run, outcome);
  const isFull = outcomes.some(({ refusal }) => refusal?.code === LIMIT);
  await tieRecords(run, objectType, records, outcomes);
  if (isFull) await stopTargets(run, objectType, { code: 'project_records.full', params: {} });
}

/** What a person took out of the recycling bin again is written as before. */
async function withRestored(run: Run, objectType: ProjectObjectType, records: ProjectRecord[]): Promise<ProjectRecord[]> {
  const ids = records.flatMap(({ kept }) => (kept?.state === 'deleted' && kept.recordId ? [kept.recordId] : []));
  const asked = { ids: [...new Set(ids)].slice(0, MOST_LOOKED_UP), properties: [] };
  const living = await run.hubspot.batchRead(objectType, asked, run.options);
  const found: ProjectRecord[] = [];
  for (const record of records) {
    const id = record.kept?.state === 'deleted' && record.kept.recordId ? living.get(record.kept.recordId)?.id : undefined;
    found.push(id === undefined ? record : await revive(run, record, id));
  }
  return found;
}

async function revive(run: Run, record: ProjectRecord, recordId: RecordId): Promise<ProjectRecord> {
  await store(run, record, { state: 'kept', recordId, written: {}, refused: {} });
  await tell(run, record, null);
  return { ...record, kept: record.kept && { ...record.kept, recordId, state: 'kept' } };
}

const MOST_LOOKED_UP = 100;

async function storeOutcome(run: Run, outcome: Written): Promise<void> {
  const { write } = outcome;
  if (outcome.isGone) return storeGone(run, outcome);
  const isRefused = outcome.refusal !== null;
  // Until the object is larger it can be made no better: all is tried again with the target.
  if (outcome.refusal?.code === LIMIT) return;
  const { connectionId } = write.record;
  if (Object.keys(outcome.refused).length > 0 && !isRefused)
    await prepareAgain(run.deps.db, { portalId: run.portal.portalId, connectionId });
  await store(run, write.record, {
    state: isRefused && outcome.recordId === null ? 'refused' : 'kept',
    recordId: outcome.recordId,
    written: outcome.values,
    refused: outcome.refused,
  });
  await tell(
    run,
    write.record,
    outcome.refusal && { reason: outcome.refusal.code, property: outcome.refusal.properties.join(', ') || null },
  );
}

/** Merged, the record that took it over is written next; deleted, it is not made again. */
async function storeGone(run: Run, { write }: Written): Promise<void> {
  const { hubspot, options, deps, portal } = run;
  const { record } = write;
  const { objectType, connectionId } = record;
  const recordId = write.recordId!;
  const found = (await hubspot.batchRead(objectType, { ids: [recordId], properties: [] }, options)).get(recordId);
  if (found) {
    await store(run, record, { state: 'kept', recordId: found.id, written: {}, refused: found.id === recordId ? write.values : {} });
    await markProjectDeals(deps.db, portal.portalId, record.dealIds, deps.now());
    return;
  }
  await store(run, record, { state: 'deleted', recordId, written: {}, refused: {} });
  const problem: Problem = {
    ...{ code: PROJECT_DELETED, connectionId, subjectKind: 'project', subject: record.projectId },
    params: { project: record.project?.name ?? null },
  };
  await raiseProblems(deps.db, portal.portalId, [problem], deps.now());
}

interface Kept {
  state: ProjectRecordState;
  recordId: RecordId | null;
  written: RecordValues;
  refused: RecordValues;
}

async function store(
  { deps, portal: { portalId } }: Run,
  record: ProjectRecord,
  { state, recordId, written, refused }: Kept,
): Promise<void> {
  const { identityKey, objectType, projectId } = record;
  await deps.db.raw(
    `insert into project_records as r (portal_id, identity_key, object_type, project_id, state, record_id, written, refused)
     values (:portalId, :identityKey, :objectType, :projectId, :state, :recordId, :written::jsonb, :refused::jsonb)
     on conflict (portal_id, identity_key, object_type, project_id) do update set
       state = excluded.state, record_id = excluded.record_id, written = r.written || excluded.written, refused = excluded.refused`,
    {
      ...{ portalId, identityKey, objectType, projectId, state, recordId },
      written: JSON.stringify(written),
      refused: JSON.stringify({ ...record.kept?.refused, ...refused }),
    },
  );
}

async function tell(run: Run, record: ProjectRecord, refusal: Record<string, string | null> | null): Promise<void> {
  const { deps, portal } = run;
  const { connectionId, projectId, project } = record;
  const subject = { code: PROJECT_REFUSED, connectionId, subjectKind: 'project' as const, subject: projectId as string };
  if (refusal) {
    await raiseProblems(deps.db, portal.portalId, [{ ...subject, params: { ...refusal, project: project?.name ?? null } }], deps.now());
    return;
  }
  const about = { codes: [PROJECT_REFUSED, PROJECT_DELETED], connectionId, subjects: [projectId as string] };
  await resolveProblems(deps.db, portal.portalId, about, deps.now());
}

/** Each record to the deals whose project it is, and to the companies that these are of. */
async function tieRecords(
  run: Run,
  objectType: ProjectObjectType,
  records: readonly ProjectRecord[],
  outcomes: readonly Written[],
): Promise<void> {
  const byRecord = new Map(outcomes.map((outcome) => [outcome.write.record, outcome]));
  const living = records.flatMap((record) => {
    const outcome = byRecord.get(record);
    const id = outcome ? outcome.recordId : record.kept?.state === 'kept' ? record.kept.recordId : null;
    // The ERP has it no more: what it was tied to says what it was.
    return id === null || outcome?.isGone || !record.project ? [] : [{ record, id }];
  });
  const companies = living.length === 0 ? new Map<RecordId, RecordId>() : await companiesOf(run, living);
  for (const { record, id } of living) {
    const before: Ties = { dealIds: record.kept?.dealIds ?? [], companyIds: record.kept?.companyIds ?? [] };
    const wanted = {
      dealIds: record.dealIds,
      companyIds: [...new Set(record.dealIds.flatMap((dealId) => companies.get(dealId) ?? []))].toSorted(),
    };
    if (isSame(before, wanted)) continue;
    await storeTies(run, record, await tieRecord(run, { objectType, id }, { before, wanted }));
  }
}

const companiesOf = (run: Run, living: readonly { record: ProjectRecord }[]): Promise<Map<RecordId, RecordId>> =>
  companiesOfDeals(run, [...new Set(living.flatMap(({ record }) => record.dealIds))]);

const isSame = (a: Ties, b: Ties): boolean =>
  JSON.stringify([a.dealIds.toSorted(), a.companyIds.toSorted()]) === JSON.stringify([b.dealIds.toSorted(), b.companyIds.toSorted()]);

async function storeTies({ deps, portal: { portalId } }: Run, record: ProjectRecord, { dealIds, companyIds }: Ties): Promise<void> {
  const { identityKey, objectType, projectId } = record;
  await deps.db('projectRecords').where({ portalId, identityKey, objectType, projectId }).update({ dealIds, companyIds });
}
