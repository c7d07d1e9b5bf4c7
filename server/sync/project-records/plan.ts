import { erpKey } from '../../records/catalogue/erp-key.ts';
import {
  GONE_VALUES,
  newRecordValues,
  projectRecordValues,
  type ProjectStages,
  type RecordValues,
} from '../../records/catalogue/project-record.ts';
import type { ProjectRecord } from '../../records/queries/project-records.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { ProjectTarget } from './targets.ts';

/** What has to be written of one project. */
export type PlannedWrite = { record: ProjectRecord; values: RecordValues } & (
  { recordId: null; key: string } | { recordId: RecordId; key: null }
);

type Ready = Pick<ProjectTarget, 'writable'> & { stages: ProjectStages };

/** Null: HubSpot holds what we would write, or refused it, or nothing is to be there. What people changed there since is theirs. */
export function planWrite(record: ProjectRecord, { writable, stages }: Ready, timeZone: string): PlannedWrite | null {
  const { kept, project, objectType } = record;
  const wanted = project ? projectRecordValues(objectType, project, { stages, timeZone }) : GONE_VALUES;
  const differing = (values: RecordValues) =>
    entries(values).filter(([name, value]) => writable.includes(name) && kept?.written[name] !== value && kept?.refused?.[name] !== value);
  if (kept?.state === 'deleted') return null;
  if (kept?.recordId) {
    const changed = differing(wanted);
    return changed.length === 0 ? null : { record, recordId: kept.recordId, key: null, values: Object.fromEntries(changed) };
  }
  if (!project || project.statuses.length === 0 || record.dealIds.length === 0) return null;
  const values = newRecordValues(wanted, stages);
  // Refused before: the same is not offered twice.
  if (kept && differing(values).length === 0) return null;
  const written = entries(values).filter(([name]) => writable.includes(name));
  return { record, recordId: null, key: erpKey(record.identityKey, record.projectId), values: Object.fromEntries(written) };
}

const entries = (values: RecordValues): [string, string][] => Object.entries(values);
