import type { Db } from '../../db/index.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { CUSTOMER_OBJECT_TYPES, type CustomerObjectType } from '../../shared/object-types.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { storedProperties, withVirtual } from '../fields/virtual-properties.ts';
import { conditionMet, loadLiveRules, propertiesIn } from '../fields/rules.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { SliceOptions, SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { readChangedRecords } from './changed-records.ts';
import { withoutKnown } from './known-values.ts';
import { addDealsOfConditions } from './search-conditions.ts';
import { addDealsOfStages } from './search-deals.ts';
import { TOLD_FOR_WRITING, TOLD_PROPERTIES } from './told-properties.ts';

/** HubSpot's search lags behind writes by seconds. Reading a record twice is cheap. */
const OVERLAP_MS = 90_000;

/** Characters; HubSpot takes searches of 3,000. */
const MOST_ASKED_FOR = 2_000;

/**
 * HubSpot tells of a change only where the app subscribed to the property; of those that an administrator chose beside them it is asked every minute, and
 * of deals that become orders now and then, as a webhook may be lost.
 */
export async function searchChanges(deps: SyncDeps, { portalId }: PortalScope, { signal }: SliceOptions = {}): Promise<JobOutcome> {
  const startedAt = deps.now();
  const rules = await loadLiveRules(deps.db, portalId);
  const hubspot = await deps.openHubSpot(portalId);
  const since = (await searchedAt(deps.db, portalId)) ?? startedAt;
  for (const objectType of CUSTOMER_OBJECT_TYPES) {
    const untold = untoldProperties(
      objectType,
      rules.flatMap((one) => storedProperties(propertiesIn(one.rules[objectType]))),
    );
    if (untold.length === 0) continue;
    const properties = JSON.stringify(untold).length <= MOST_ASKED_FOR ? untold : null;
    const asked = { objectType, since: since.getTime() - OVERLAP_MS, filters: [], properties: properties ?? [] };
    for await (const records of readChangedRecords(hubspot, asked, signal)) {
      const changed = properties ? await withoutKnown(deps.db, { portalId, objectType, rules, properties }, records) : records;
      await addToInbox(
        deps.db,
        portalId,
        changed.map(({ id }) => ({ objectType, recordId: id })),
        deps.now(),
      );
    }
  }
  await addDealsOfStages(deps, { portalId }, signal);
  await addDealsOfConditions(deps, { portalId }, signal);
  await deps.db.transaction(async (trx) => {
    await trx('customerRules').where({ portalId }).update({ searchedAt: startedAt });
    await deps.enqueue(trx, 'inbox', { portalId });
  });
  return 'done';
}

const untoldProperties = (objectType: CustomerObjectType, names: readonly string[]): string[] =>
  names.filter((name) => !TOLD_FOR_WRITING[objectType].includes(name) && !TOLD_PROPERTIES[objectType].includes(name));

async function searchedAt(db: Db, portalId: PortalScope['portalId']): Promise<Date | null> {
  const [row] = await db('customerRules').where({ portalId }).whereNotNull('live').min<{ at: Date | null }[]>('searchedAt as at');
  return row?.at ?? null;
}

interface Since extends PortalScope {
  objectType: CustomerObjectType;
  /** Milliseconds. */
  since: number;
}

/**
 * For the night: records that qualified without telling us are found by nothing of ours, so what changed is looked through. False: no rule makes
 * customers of such records.
 */
export async function addQualified(
  deps: SyncDeps,
  { portalId, objectType, since }: Since,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const rules = (await loadLiveRules(deps.db, portalId)).map((one) => one.rules[objectType]);
  const conditions = rules.flatMap(({ createWhen }) => createWhen.map(({ property }) => property));
  if (conditions.length === 0) return false;
  const hubspot = await deps.openHubSpot(portalId);
  const properties = storedProperties([CUSTOMER_KEY, ...conditions]);
  for await (const records of readChangedRecords(hubspot, { objectType, since, filters: [], properties }, signal)) {
    const found = records.filter(
      (record) => record.properties[CUSTOMER_KEY] || rules.some((one) => conditionMet(one, withVirtual(record.properties))),
    );
    await addToInbox(
      deps.db,
      portalId,
      found.map(({ id }) => ({ objectType, recordId: id })),
      deps.now(),
    );
  }
  return true;
}

/** Portals of which some rules speak of properties that nobody tells of. */
export async function portalsToSearch(db: Db): Promise<PortalScope[]> {
  const { rows } = await db.raw<{ rows: PortalScope[] }>(
    `select distinct r.portal_id from customer_rules r
     join portals p on p.portal_id = r.portal_id and p.status = 'active'
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected'
     where r.live is not null order by 1`,
  );
  return rows;
}
