import type { Db } from '../../db/index.ts';
import { recordId, type ConnectionId, type PortalId } from '../../shared/ids.ts';
import { ORGANISATION } from '../../shared/object-types.ts';
import { readRecordNames, type NameDeps } from '../shared/record-names.ts';
import { otherSide, type ChangeRule, type Side } from './field-state.ts';
import { loadLinkedNames } from './load-relations.ts';
import { relationsOf, shownAs, type RelationNames, type Relations } from './relations.ts';
import { isRelation } from './virtual-properties.ts';

interface AboutField {
  connectionId: string;
  property: string;
}

interface Asked extends AboutField {
  hubspot: string | null;
  erp: string | null;
}

interface Changed extends AboutField {
  writtenTo: Side | 'nobody';
  before: string | null;
  after: string | null;
  lost: string | null;
  rule: ChangeRule;
}

type ShownDeps = NameDeps & { db: Db };

/** Questions as people read them: with the names of the records that ids mean. */
export async function nameAsked<T extends Asked>(deps: ShownDeps, portalId: PortalId, asked: readonly T[]): Promise<T[]> {
  const namesOf = await loadNames(deps, portalId, asked, ({ hubspot, erp }) => ({ hubspot: [hubspot], erp: [erp] }));
  return asked.map((one) => {
    const names = namesOf(one);
    return names ? { ...one, hubspot: shownAs(names, 'hubspot', one.hubspot), erp: shownAs(names, 'erp', one.erp) } : one;
  });
}

/** Likewise lines of the history. */
export async function nameChanged<T extends Changed>(deps: ShownDeps, portalId: PortalId, changes: readonly T[]): Promise<T[]> {
  const namesOf = await loadNames(deps, portalId, changes, idsOfChange);
  return changes.map((one) => {
    const names = namesOf(one);
    const { writtenTo, before, after, lost } = one;
    if (!names) return one;
    const shown = writtenTo === 'nobody' ? {} : { before: shownAs(names, writtenTo, before), after: shownAs(names, writtenTo, after) };
    const sideOfLost = sideKept(one) ?? (lost !== null && names.nameOf('hubspot', lost) !== lost ? 'hubspot' : 'erp');
    return { ...one, ...shown, lost: shownAs(names, sideOfLost, lost) };
  });
}

/** What was written over stood on that side; what an undo passed over stands on the other; of what nobody wrote only its name tells (null). */
function sideKept({ writtenTo, rule }: Changed): Side | null {
  if (writtenTo === 'nobody') return null;
  return rule === 'undo' ? otherSide(writtenTo) : writtenTo;
}

function idsOfChange(change: Changed): Ids {
  const { writtenTo, before, after, lost } = change;
  const side = sideKept(change);
  const on = (one: Side) => [...(writtenTo === one ? [before, after] : []), ...(side === null || side === one ? [lost] : [])];
  return { hubspot: on('hubspot'), erp: on('erp') };
}

type Ids = Record<Side, (string | null)[]>;

/** HubSpot is asked once for the whole list what companies are called that nobody linked; while it does not answer their ids stand alone. */
async function loadNames<T extends AboutField>(
  { db, openHubSpot }: ShownDeps,
  portalId: PortalId,
  rows: readonly T[],
  idsIn: (row: T) => Ids,
): Promise<(row: T) => Relations | undefined> {
  const ofRecords = rows.filter(({ property }) => isRelation(property));
  const linked = new Map<string, RelationNames>();
  const nameless = new Set<string>();
  for (const connectionId of new Set(ofRecords.map((row) => row.connectionId))) {
    const own = ofRecords.filter((row) => row.connectionId === connectionId).map(idsIn);
    const ids = (side: Side): string[] => [...new Set(own.flatMap((one) => one[side].filter((id) => id !== null)))];
    const scope = { portalId, connectionId: connectionId as ConnectionId };
    const found = await loadLinkedNames(db, scope, { companies: ids('hubspot'), organisations: ids('erp') });
    linked.set(connectionId, found);
    for (const id of ids('hubspot')) if (!found.names.hubspot.has(id) && !found.names.erp.has(id)) nameless.add(id);
  }
  const unlinked = [...nameless].map((id) => ({ objectType: ORGANISATION, recordId: recordId(id) }));
  const nameOf = await readRecordNames(openHubSpot, portalId, unlinked);
  const called = unlinked.flatMap((one) => {
    const name = nameOf(one);
    return name === null ? [] : [[one.recordId as string, name] as const];
  });
  const relations = new Map(
    [...linked].map(([connectionId, found]) => {
      const hubspot = new Map([...called, ...found.names.hubspot]);
      return [connectionId, relationsOf({ ...found, names: { ...found.names, hubspot } })];
    }),
  );
  return ({ connectionId, property }) => (isRelation(property) ? relations.get(connectionId) : undefined);
}
