import { analyseRoughly } from '../../db/analyse.ts';
import { commitLater } from '../../db/commit-later.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps, type SyncPortal } from '../shared/deps.ts';
import type { HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { reportContradictions } from './contradictions.ts';
import { keyProperties, storeRecordKeys, type KeyScope } from './record-keys.ts';
import type { PortalId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, isOrganisation, PRODUCT } from '../../shared/object-types.ts';

interface ReadState {
  taxIdProperty: string | null;
  readAfter: string | null;
  completedAt: Date | null;
  /** Those that were read before companies were looked for by name are read once more. */
  hasNames: boolean;
  /** What changed in HubSpot since then may not be known yet. */
  knownUntil: Date;
}

const PER_PAGE = 100;

/**
 * Reads what HubSpot's records are recognised by, once for a portal and whenever another tax-id property is chosen: 100 records a call, in
 * slices. Webhooks and the nightly sweep keep it. True when everything is read.
 */
export async function readRecordKeys(deps: SyncDeps, portal: SyncPortal, options: SliceOptions = {}): Promise<boolean> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  for (const objectType of CUSTOMER_OBJECT_TYPES) {
    const scope = { portalId: portal.portalId, objectType, taxIdProperty: portal.settings.taxIdProperty[objectType] };
    // Contacts are recognised by their e-mail, which HubSpot looks up itself.
    if (keyProperties(scope).length === 0) await deleteKeys(deps, scope);
    else if (!(await readAll(deps, scope, endsAt, options.signal))) return false;
  }
  return true;
}

/** The same of HubSpot's product library, for a portal that uses the catalog. */
export async function readProductKeys(deps: SyncDeps, portalId: PortalId, options: SliceOptions = {}): Promise<boolean> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  return readAll(deps, { portalId, objectType: PRODUCT, taxIdProperty: null }, endsAt, options.signal);
}

async function readAll(deps: SyncDeps, scope: KeyScope, endsAt: number, signal: AbortSignal | undefined): Promise<boolean> {
  let state = await loadState(deps, scope);
  if (state?.completedAt && isCurrent(state, scope)) return true;
  const hubspot = await deps.openHubSpot(scope.portalId);
  const callOptions = { priority: 'backfill', ...(signal ? { signal } : {}) } as const;
  if (!state || !isCurrent(state, scope)) {
    await reportMissingTaxIdProperty(deps, hubspot, scope);
    state = await begin(deps, scope);
  }
  while (!state.completedAt) {
    if (performance.now() > endsAt || signal?.aborted) return false;
    const after: string | null = state.readAfter;
    const page = await hubspot.list(
      scope.objectType,
      { properties: keyProperties(scope), limit: PER_PAGE, ...(after === null ? {} : { after }) },
      callOptions,
    );
    const next: ReadState = { ...state, readAfter: page.after, completedAt: page.after === null ? deps.now() : null };
    if (!(await storePage(deps, scope, page.records, next))) return false;
    state = next;
  }
  // PostgreSQL looks at what a table holds only every minute; until then it reads all keys of the portal for each that is looked up.
  await analyseRoughly(deps.db, ['record_keys']);
  const { objectType } = scope;
  if (objectType !== PRODUCT) await reportContradictions({ db: deps.db, hubspot, now: deps.now }, { ...scope, objectType }, signal);
  return true;
}

const isCurrent = ({ taxIdProperty, hasNames }: ReadState, scope: KeyScope): boolean =>
  taxIdProperty === scope.taxIdProperty && (hasNames || !isOrganisation(scope.objectType));

/** False: another property was chosen meanwhile, or another process has read everything. */
function storePage({ db }: SyncDeps, scope: KeyScope, records: readonly HubSpotRecord[], next: ReadState): Promise<boolean> {
  const { portalId, objectType, taxIdProperty } = scope;
  return db.transaction(async (trx) => {
    // The place in the list is lost with the page.
    await commitLater(trx);
    const stored = await trx('recordKeyReads').where({ portalId, objectType, taxIdProperty }).whereNull('completedAt').update(next);
    if (stored > 0) await storeRecordKeys(trx, scope, records);
    return stored > 0;
  });
}

/** Nothing recognises them any more: what is not kept up would be wrong once a property is chosen again. */
async function deleteKeys({ db }: SyncDeps, { portalId, objectType }: KeyScope): Promise<void> {
  if ((await db('recordKeyReads').where({ portalId, objectType }).delete()) > 0)
    await db('recordKeys').where({ portalId, objectType }).delete();
}

const loadState = ({ db }: SyncDeps, { portalId, objectType }: KeyScope): Promise<ReadState | undefined> =>
  db('recordKeyReads')
    .where({ portalId, objectType })
    .first<ReadState | undefined>('taxIdProperty', 'readAfter', 'completedAt', 'hasNames', 'knownUntil');

async function begin({ db, now }: SyncDeps, { portalId, objectType, taxIdProperty }: KeyScope): Promise<ReadState> {
  const state = { taxIdProperty, readAfter: null, completedAt: null, hasNames: true, knownUntil: now() };
  await db('recordKeyReads')
    .insert({ portalId, objectType, ...state })
    .onConflict(['portalId', 'objectType'])
    .merge();
  return state;
}

/** A property that somebody deleted since it was chosen recognises nobody, and the administrator is told. */
export async function reportMissingTaxIdProperty(deps: SyncDeps, hubspot: HubSpotClient, scope: KeyScope): Promise<void> {
  const { portalId, objectType, taxIdProperty: property } = scope;
  if (property === null) return;
  const properties = await hubspot.listProperties(objectType, { priority: 'live' });
  const isThere = properties.some(({ name, archived }) => name === property && !archived);
  const about = { subjectKind: 'property', subject: `${objectType}.${property}` } as const;
  const code = 'match.tax_id_property_refused';
  if (isThere) return resolveProblems(deps.db, portalId, { codes: [code], subjectKind: 'property', subjects: [about.subject] }, deps.now());
  const params = { objectType, property, reason: 'hubspot.refused' };
  await raiseProblems(deps.db, portalId, [{ ...about, code, connectionId: null, params }], deps.now());
}
