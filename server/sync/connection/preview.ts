import type { Notice, Preview, PropertyState } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { OBJECTS, CUSTOMER_OBJECT_TYPES, type CustomerObjectType, type ObjectType } from '../../shared/object-types.ts';
import { listProperties } from '../../portals/properties.ts';
import { entriesOf, PAYMENT_STATUS } from '../../records/catalogue/index.ts';
import { PROPERTY_WORDS } from '../../records/catalogue/words.ts';
import { computeRollups, countStatuses, type Rollup, type StatusCount } from '../../records/rollups.ts';
import { loadSyncPortal, type SyncDeps, type SyncPortal } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import {
  areDealsRead,
  countCustomers,
  countRecords,
  countWithoutContact,
  isFullyRead,
  loadProposed,
  type Proposed,
} from './preview-counts.ts';

interface PreviewDeps extends Pick<SyncDeps, 'db' | 'now'> {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead'>>;
}

const SAMPLES = 8;
/** Warnings count what is computed for so many records; beyond, the shares say enough. */
const COUNTED_AT_MOST = 20_000;
const PER_CALL = 100;
/** HubSpot's limit for one app: 110 calls in 10 s. */
const CALLS_PER_MINUTE = 660;

/** What the first write would do, from the links proposed and by the computation that will write. */
export async function loadPreview(deps: PreviewDeps, scope: ConnectionScope): Promise<Preview> {
  const { db } = deps;
  const portal = await loadSyncPortal(db, scope.portalId);
  // Two at a time: each that runs beside others has a connection of its own, which plans everything for the first time.
  const [{ read, areDealsKnown, counted }, { records, customersWithoutContact, properties, proposed }] = await Promise.all([
    loadProgress(db, scope),
    loadReached(db, scope, portal),
  ]);
  const toCreate = counted.creatable
    .filter(({ objectType }) => portal.settings.createMissing[objectType])
    .reduce((sum, { count }) => sum + count, 0);
  const { creatable: _, due, ...customers } = counted;
  const isComplete = read && areDealsKnown && due === 0;
  // The page asks again and again until it is complete: what is costly, in SQL and in calls to HubSpot, comes then.
  const shown = isComplete ? proposed : [];
  const chosen = chooseSamples(shown);
  const [{ rollups, statuses }, names] = await Promise.all([
    computeProposed(deps, portal, scope, { shown, chosen }),
    readNames(deps, scope.portalId, chosen).catch(withoutNames),
  ]);
  return {
    isComplete,
    customers: { ...customers, toCreate },
    properties: properties.map(({ objectType, name, state }) => ({ objectType, name, state })),
    records,
    customersWithoutContact,
    estimate: estimateCalls(records, toCreate),
    currency: portal.companyCurrency,
    samples: describeSamples(chosen, { rollups, names, properties }),
    warnings: warningsOf(statuses, properties),
    propertyWords: PROPERTY_WORDS,
  };
}

type ByRecord = Map<string, Rollup>;
const keyOf = (objectType: ObjectType, recordId: RecordId): string => `${objectType} ${recordId}`;

async function loadProgress(db: Db, scope: ConnectionScope) {
  const read = await isFullyRead(db, scope);
  const areDealsKnown = await areDealsRead(db, scope.portalId);
  return { read, areDealsKnown, counted: await countCustomers(db, scope) };
}

async function loadReached(db: Db, scope: ConnectionScope, { settings }: SyncPortal) {
  const records = await countRecords(db, scope);
  const customersWithoutContact = await countWithoutContact(db, scope, settings.contactsCarry);
  const properties = await listProperties(db, scope.portalId);
  return { records, customersWithoutContact, properties, proposed: await loadProposed(db, scope, COUNTED_AT_MOST) };
}

/** The values of those chosen as samples, and how all those shown will stand. */
async function computeProposed(
  { db, now }: PreviewDeps,
  portal: SyncPortal,
  { connectionId: previewOf }: ConnectionScope,
  { shown, chosen }: Record<'shown' | 'chosen', readonly Proposed[]>,
): Promise<{ rollups: ByRecord; statuses: StatusCount[] }> {
  const rollups: ByRecord = new Map();
  const statuses: StatusCount[] = [];
  const compute = async (objectType: CustomerObjectType): Promise<void> => {
    const asked = { objectType, now: now(), previewOf };
    const [counted, sampled] = [idsOf(shown, objectType), idsOf(chosen, objectType)];
    if (counted.length > 0) statuses.push(...(await countStatuses(db, portal, { ...asked, recordIds: counted })));
    if (sampled.length === 0) return;
    for (const rollup of await computeRollups(db, portal, { ...asked, recordIds: sampled })) {
      rollups.set(keyOf(objectType, rollup.recordId), rollup);
    }
  };
  await Promise.all(CUSTOMER_OBJECT_TYPES.map(compute));
  return { rollups, statuses };
}

const idsOf = (proposed: readonly Proposed[], objectType: CustomerObjectType): RecordId[] => [
  ...new Set(proposed.filter((one) => one.objectType === objectType).map(({ recordId }) => recordId)),
];

function estimateCalls(records: Preview['records'], toCreate: number): Preview['estimate'] {
  const calls =
    Object.values(records).reduce((sum, count) => sum + Math.ceil(count / PER_CALL), 0) + toCreate + Math.ceil(toCreate / PER_CALL);
  return { calls, minutes: Math.ceil(calls / CALLS_PER_MINUTE) };
}

/** Different rules first, so that a person sees one of each. */
function chooseSamples(proposed: readonly Proposed[]): Proposed[] {
  const firsts = [...new Map(proposed.map((one) => [`${one.objectType} ${one.rule}`, one])).values()];
  return [...new Set([...firsts, ...proposed])].slice(0, SAMPLES);
}

/** With what can be written. */
function describeSamples(
  chosen: readonly Proposed[],
  { rollups, names, properties }: { rollups: ByRecord; names: ReadonlyMap<string, string>; properties: readonly PropertyState[] },
): Preview['samples'] {
  const ready = new Set(properties.flatMap(({ objectType, name, state }) => (state === 'ready' ? [`${objectType} ${name}`] : [])));
  return chosen.map(({ customerName, recordId, objectType, rule }) => ({
    customerName,
    recordId,
    recordName: names.get(keyOf(objectType, recordId)) ?? null,
    objectType,
    rule,
    values: Object.fromEntries(
      entriesOf(rollups.get(keyOf(objectType, recordId))?.values ?? {}).filter(([name]) => ready.has(`${objectType} ${name}`)),
    ),
  }));
}

/** HubSpot away: the samples are shown by their ids. */
function withoutNames(error: unknown): Map<string, string> {
  if (error instanceof PuenteError) return new Map();
  throw error;
}

async function readNames(deps: PreviewDeps, portalId: PortalId, chosen: readonly Proposed[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  if (chosen.length === 0) return names;
  const hubspot = await deps.openHubSpot(portalId);
  for (const objectType of CUSTOMER_OBJECT_TYPES) {
    const ids = idsOf(chosen, objectType);
    if (ids.length === 0) continue;
    const held = await hubspot.batchRead(objectType, { ids, properties: OBJECTS[objectType].nameProperties }, { priority: 'interactive' });
    for (const [id, record] of held) {
      const { name, firstname, lastname, email } = record.properties;
      const shown = name ?? ([firstname, lastname].filter(Boolean).join(' ') || email);
      if (shown) names.set(keyOf(objectType, id as RecordId), shown);
    }
  }
  return names;
}

/** What a workflow that enrols on a state would see change on existing records, and which figures would stay empty. */
function warningsOf(statuses: readonly StatusCount[], properties: Preview['properties']): Notice[] {
  const warnings: Notice[] = [];
  const countOf = (counted: readonly StatusCount[]): number => counted.reduce((sum, { count }) => sum + count, 0);
  for (const status of ['overdue', 'paid']) {
    const count = countOf(statuses.filter(({ paymentStatus }) => paymentStatus === status));
    if (count > 0) warnings.push({ code: 'preview.state_starts_workflows', params: { property: PAYMENT_STATUS, value: status, count } });
  }
  const foreign = statuses.filter(({ otherCurrencies }) => otherCurrencies.length > 0);
  if (foreign.length > 0) {
    const currencies = [...new Set(foreign.flatMap(({ otherCurrencies }) => otherCurrencies))].sort().join(', ');
    warnings.push({ code: 'preview.other_currency', params: { count: countOf(foreign), currencies } });
  }
  const missing = properties.filter(({ state }) => state !== 'ready').length;
  if (missing > 0) warnings.push({ code: 'preview.properties_not_ready', params: { count: missing } });
  return warnings;
}
