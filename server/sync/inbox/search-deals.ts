import type { Db } from '../../db/index.ts';
import type { SearchFilter } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { loadOrderRules } from '../orders/rules.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { readChangedRecords } from './changed-records.ts';

/** In which deals become something in an ERP; null: no rules speak of any. */
export async function filterOfStages(db: Db, portalId: PortalId): Promise<SearchFilter[] | null> {
  const stored = await loadOrderRules(db, portalId);
  // HubSpot finds only what is spelt in small letters.
  const stages = (stored?.rules.pipelines ?? []).flatMap((one) => Object.keys(one.stages).map((stage) => stage.toLowerCase()));
  return stages.length === 0 ? null : [{ propertyName: 'dealstage', operator: 'IN', values: [...new Set(stages)].slice(0, 100) }];
}

const EVERY_MINUTES = 10;
/** Two turns and what HubSpot's index lags: a turn that comes late is left out. */
const LOOKED_BACK_MS = 25 * 60_000;

/** Every ten minutes, each portal at a minute of its own: a deal that was won and of which no webhook reached us would wait for the night. */
export async function addDealsOfStages(deps: SyncDeps, { portalId }: PortalScope, signal: AbortSignal | undefined): Promise<void> {
  const now = deps.now();
  const turn = (Math.floor(now.getTime() / 60_000) + EVERY_MINUTES - (portalId % EVERY_MINUTES)) % EVERY_MINUTES;
  const filters = turn > 1 ? null : await filterOfStages(deps.db, portalId);
  if (!filters) return;
  const hubspot = await deps.openHubSpot(portalId);
  const asked = { objectType: DEAL, since: now.getTime() - LOOKED_BACK_MS, filters, properties: [] };
  for await (const records of readChangedRecords(hubspot, asked, signal)) {
    const named = records.map(({ id }) => ({ objectType: DEAL, recordId: id }));
    await addToInbox(deps.db, portalId, named, now);
  }
}

/** Portals whose turn it is. */
export async function portalsToSearchDeals(db: Db, now: Date): Promise<PortalScope[]> {
  const { rows } = await db.raw<{ rows: PortalScope[] }>(
    `select r.portal_id from order_rules r join portals p on p.portal_id = r.portal_id and p.status = 'active'
     where r.confirmed <> '{}' and (r.conditions_since <> '{}' or r.portal_id % ${EVERY_MINUTES} = :minute) order by 1`,
    { minute: Math.floor(now.getTime() / 60_000) % EVERY_MINUTES },
  );
  return rows;
}
