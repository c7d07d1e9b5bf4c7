import type { PortalSettings, PropertyState } from '../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../db/index.ts';
import type { Language, PropertySet } from '../hubspot/properties.ts';
import type { PortalId } from '../shared/ids.ts';
import { OBJECT_TYPES, perObjectType, type ObjectType } from '../shared/object-types.ts';
import type { Log } from '../shared/log.ts';
import type { OpenHubSpot } from './hubspot-access.ts';
import { findPortal } from './portals.ts';
import { raiseProblems, resolveProblems, type Problem } from './problems.ts';
import { usedObjectTypes } from './used-object-types.ts';
import { provisionObject, type PropertyOutcome } from './provision-object.ts';

interface ProvisionDeps {
  db: Db;
  openHubSpot: OpenHubSpot;
  log: Log;
  now(): Date;
  /** What a portal is to have. */
  describeProperties(objectType: ObjectType, language: Language, sets: PortalSettings['propertySets']): PropertySet;
  /** Called in the transaction that stores that something can be written which could not be before: records may be due. */
  onRecordsDue?(trx: Db, portalId: PortalId): Promise<void>;
}

interface Provisioned {
  writable: Record<ObjectType, string[]>;
  /** True: something can be written that could not be before, so records may be due. */
  hasMore: boolean;
}

type Outcome = PropertyOutcome & { objectType: ObjectType };

/** Creates or repairs our properties in HubSpot; what cannot be is a problem with its cause, and the rest works without it. */
export async function provisionProperties(deps: ProvisionDeps, portalId: PortalId, signal?: AbortSignal): Promise<Provisioned> {
  const portal = await findPortal(deps.db, portalId);
  if (!portal) return { writable: writableOf([]), hasMore: false };
  const hubspot = await deps.openHubSpot(portalId);
  const options = { priority: 'live', ...(signal ? { signal } : {}) } as const;
  const outcomes: Outcome[] = [];
  for (const objectType of await usedObjectTypes(deps.db, portalId)) {
    const found = await provisionObject({
      hubspot,
      objectType,
      wanted: deps.describeProperties(objectType, portal.locale, portal.settings.propertySets),
      options,
    });
    outcomes.push(...found.map((outcome) => ({ ...outcome, objectType })));
  }
  const hasMore = await store(deps, portalId, outcomes);
  const counts = Object.groupBy(outcomes, ({ state }) => state);
  const countOf = (state: Outcome['state']) => counts[state]?.length ?? 0;
  deps.log.info(
    { portalId, ready: countOf('ready'), conflicts: countOf('conflict'), noRoom: countOf('no_room'), withheld: countOf('withheld') },
    'properties provisioned',
  );
  return { writable: writableOf(outcomes), hasMore };
}

/** What became of each of our properties, as it was stored when they were last provisioned. */
export async function listProperties(db: Db, portalId: PortalId): Promise<PropertyState[]> {
  return db('hubspotProperties')
    .where({ portalId })
    .orderBy(['objectType', 'name'])
    .select<PropertyState[]>('objectType', 'name', 'state', 'detail');
}

const subjectOf = ({ objectType, name }: Outcome): string => `${objectType}.${name}`;

function writableOf(outcomes: Outcome[]): Provisioned['writable'] {
  const namesOf = (type: ObjectType) =>
    outcomes.filter(({ objectType, state }) => objectType === type && state === 'ready').map(({ name }) => name);
  return perObjectType(OBJECT_TYPES, namesOf);
}

const PROBLEM_CODES = { conflict: 'property.name_taken', no_room: 'property.no_room', withheld: 'property.withheld' } as const;

async function store({ db, now, onRecordsDue }: ProvisionDeps, portalId: PortalId, outcomes: Outcome[]): Promise<boolean> {
  const rows = outcomes.map((outcome) => ({
    portalId,
    objectType: outcome.objectType,
    name: outcome.name,
    state: outcome.state,
    detail: JSON.stringify(outcome.state === 'conflict' ? { reason: outcome.reason } : {}),
  }));
  return db.transaction(async (trx) => {
    const before = await trx('hubspotProperties')
      .where({ portalId, state: 'ready' })
      .select<{ objectType: ObjectType; name: string }[]>('objectType', 'name');
    const wasReady = new Set(before.map(({ objectType, name }) => `${objectType}.${name}`));
    await trx('hubspotProperties').insert(rows).onConflict(['portalId', 'objectType', 'name']).merge();
    await forgetOthers(trx, portalId, outcomes, now());
    await raiseProblems(trx, portalId, outcomes.flatMap(problemOf), now());
    for (const [state, code] of Object.entries(PROBLEM_CODES)) {
      const solved = outcomes.filter((outcome) => outcome.state !== state).map(subjectOf);
      await resolveProblems(trx, portalId, { codes: [code], subjectKind: 'property', subjects: solved }, now());
    }
    const ready = outcomes.filter(({ state }) => state === 'ready').map(subjectOf);
    // Stopped by a refused write; the definition is good now, and the next write tells.
    await resolveProblems(trx, portalId, { codes: ['property.stopped'], subjectKind: 'property', subjects: ready }, now());
    const hasMore = ready.some((subject) => !wasReady.has(subject));
    if (hasMore) await onRecordsDue?.(trx, portalId);
    return hasMore;
  });
}

/** A property we once made and no longer write stays in HubSpot as it is, and is none of our concern. */
async function forgetOthers(trx: Db, portalId: PortalId, ours: Outcome[], now: Date): Promise<void> {
  const ourNames = ours.map(({ objectType, name }) => [objectType, name]);
  const others = await trx('hubspotProperties')
    .where({ portalId })
    .whereNotIn(['objectType', 'name'], ourNames)
    .delete()
    .returning<{ objectType: ObjectType; name: string }[]>(['objectType', 'name']);
  const subjects = others.map(({ objectType, name }) => `${objectType}.${name}`);
  await resolveProblems(trx, portalId, { subjectKind: 'property', subjects }, now);
}

function problemOf(outcome: Outcome): Problem[] {
  if (outcome.state === 'ready') return [];
  const { objectType, name: property } = outcome;
  const reason = outcome.state === 'conflict' ? { reason: outcome.reason } : {};
  return [
    {
      code: PROBLEM_CODES[outcome.state],
      connectionId: null,
      subjectKind: 'property',
      subject: subjectOf(outcome),
      params: { objectType, property, ...reason },
    },
  ];
}
