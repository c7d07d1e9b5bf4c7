import type { ProblemGroup } from '../../../hubspot-app/app/settings/api/types.ts';
import { recordId, type PortalId } from '../../shared/ids.ts';
import { OBJECT_TYPES } from '../../shared/object-types.ts';
import { readRecordNames, type NameDeps } from '../shared/record-names.ts';

/** HubSpot records that no ERP gives a name, by the one that HubSpot has; while it does not answer they are called by their number. */
export async function nameRecords({ openHubSpot }: NameDeps, portalId: PortalId, groups: readonly ProblemGroup[]): Promise<ProblemGroup[]> {
  const named = ({ subjectKind, subject }: ProblemGroup['records'][number]) =>
    OBJECT_TYPES.filter((type) => type === subjectKind).map((objectType) => ({ objectType, recordId: recordId(subject) }));
  const unnamed = groups.flatMap(({ records }) => records.filter(({ label }) => label === null).flatMap(named));
  const nameOf = await readRecordNames(openHubSpot, portalId, unnamed);
  return groups.map((group) => ({
    ...group,
    records: group.records.map((record) => {
      const [known] = named(record);
      return { ...record, label: record.label ?? (known ? nameOf(known) : null) };
    }),
  }));
}
