import type { ListedRecords, RecordList } from '../../../hubspot-app/app/settings/api/lists.ts';
import type { Db } from '../../db/index.ts';
import type { CallOptions, HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { INVOICED_OBJECT_TYPES, type InvoicedObjectType } from '../../shared/object-types.ts';
import { loadAffectedRecords, type AffectedRecords } from './affected-records.ts';
import { ensureList, listsOfSubject, loadListsOfSubject, type NamedList } from './ensure-list.ts';
import { refreshMembers } from './refresh-members.ts';

interface Deps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<HubSpotClient>;
  now(): Date;
}

/** A list with HubSpot's id of it. */
type MadeList = Omit<RecordList, 'url'> & { id: string };

/** Those that are in HubSpot, unless somebody deleted them there. */
export const loadMadeLists = (db: Db, portalId: PortalId, listed: ListedRecords): Promise<NamedList[]> =>
  loadListsOfSubject(db, portalId, subjectOf(listed));

interface Asked {
  portalId: PortalId;
  listed: ListedRecords;
  names: Record<InvoicedObjectType, string>;
  signal: AbortSignal;
}

/** Makes a list in HubSpot of the records in question, one for each type; asked for again, the same lists get the members of now. */
export async function makeRecordLists(deps: Deps, { portalId, listed, names, signal }: Asked): Promise<MadeList[]> {
  const subject = subjectOf(listed);
  const affected = await loadAffectedRecords(deps.db, portalId, listed);
  const made = await listsOfSubject(deps.db, portalId, subject);
  const hubspot = await deps.openHubSpot(portalId);
  const options: CallOptions = { priority: 'interactive', signal };
  const lists: MadeList[] = [];
  for (const objectType of INVOICED_OBJECT_TYPES) {
    // One that was made before is emptied if none is left.
    const { ids, total }: AffectedRecords = affected.get(objectType) ?? { ids: [], total: 0 };
    if (total === 0 && !made.has(objectType)) continue;
    const key = { portalId, subject, objectType };
    const { id, name } = await ensureList({ ...deps, hubspot }, { key, name: names[objectType] }, options);
    const missing = await refreshMembers(hubspot, id, ids, options);
    lists.push({ objectType, id, name, count: ids.length - missing, left: total - ids.length });
  }
  return lists;
}

const subjectOf = ({ about, connectionId, ...more }: ListedRecords): string =>
  [about, 'code' in more ? more.code : '', connectionId ?? ''].join(' ');
