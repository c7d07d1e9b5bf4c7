import type { Db } from '../../db/index.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { otherSide, type ChangeRule, type Side } from './field-state.ts';
import { loadLinkedNames } from './load-relations.ts';
import { relationsOf, shownAs, type Relations } from './relations.ts';
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

/** Questions as people read them: with the names of the records that ids mean. */
export async function nameAsked<T extends Asked>(db: Db, portalId: PortalId, asked: readonly T[]): Promise<T[]> {
  const namesOf = await loadNames(db, portalId, asked, ({ hubspot, erp }) => ({ hubspot: [hubspot], erp: [erp] }));
  return asked.map((one) => {
    const names = namesOf(one);
    return names ? { ...one, hubspot: shownAs(names, 'hubspot', one.hubspot), erp: shownAs(names, 'erp', one.erp) } : one;
  });
}

/** Likewise lines of the history. */
export async function nameChanged<T extends Changed>(db: Db, portalId: PortalId, changes: readonly T[]): Promise<T[]> {
  const namesOf = await loadNames(db, portalId, changes, ({ before, after, lost }) => ({
    hubspot: [before, after, lost],
    erp: [before, after, lost],
  }));
  return changes.map((one) => {
    const names = namesOf(one);
    const { writtenTo, before, after, lost } = one;
    if (!names) return one;
    const shown = writtenTo === 'nobody' ? {} : { before: shownAs(names, writtenTo, before), after: shownAs(names, writtenTo, after) };
    return { ...one, ...shown, lost: shownAs(names, sideOfLost(one, names), lost) };
  });
}

/** What was written over stood on that side; what an undo passed over stands on the other; of what nobody wrote only its name tells. */
function sideOfLost({ writtenTo, rule, lost }: Changed, { nameOf }: Relations): Side {
  if (writtenTo !== 'nobody') return rule === 'undo' ? otherSide(writtenTo) : writtenTo;
  return lost !== null && nameOf('hubspot', lost) !== lost ? 'hubspot' : 'erp';
}

type Ids = Record<Side, (string | null)[]>;

async function loadNames<T extends AboutField>(
  db: Db,
  portalId: PortalId,
  rows: readonly T[],
  idsIn: (row: T) => Ids,
): Promise<(row: T) => Relations | undefined> {
  const ofRecords = rows.filter(({ property }) => isRelation(property));
  const names = new Map<string, Relations>();
  for (const connectionId of new Set(ofRecords.map((row) => row.connectionId))) {
    const own = ofRecords.filter((row) => row.connectionId === connectionId).map(idsIn);
    const ids = (side: Side): string[] => [...new Set(own.flatMap((one) => one[side].filter((id) => id !== null)))];
    const scope = { portalId, connectionId: connectionId as ConnectionId };
    names.set(connectionId, relationsOf(await loadLinkedNames(db, scope, { companies: ids('hubspot'), organisations: ids('erp') })));
  }
  return ({ connectionId, property }) => (isRelation(property) ? names.get(connectionId) : undefined);
}
