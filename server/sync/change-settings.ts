import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../db/index.ts';
import type { ConnectionId, PortalId } from '../shared/ids.ts';
import { updateSettings, type PortalSettingsPatch } from '../portals/portals.ts';
import { resolveProblems } from '../portals/problems.ts';
import type { SyncDeps } from './shared/deps.ts';
import { WEAKER_THAN_TAX_ID } from './match/contradictions.ts';
import { lockMatching } from './match/lock.ts';
import { requestProvision } from './shared/provision.ts';
import { markPortalDue } from './shared/targets.ts';

type Deps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;
interface Portal {
  portalId: PortalId;
  settings: PortalSettings;
}

/** What the properties of records are computed with. */
const IN_FIGURES = ['contactsCarry', 'activeMonths', 'writesAmounts'] as const;

/** Changes the settings named, unless somebody else did since, and leaves the others; whatever they change on records is due at once. */
export async function changeSettings(
  { db, enqueue, now }: Deps,
  { portalId, settings }: Portal,
  patch: PortalSettingsPatch,
  was?: PortalSettingsPatch,
): Promise<void> {
  const looksUpAgain = patch.taxIdProperty !== undefined || patch.createMissing !== undefined;
  const changesFigures = IN_FIGURES.some((name) => patch[name] !== undefined && patch[name] !== settings[name]);
  await db.transaction(async (trx) => {
    if (looksUpAgain) await lockMatching(trx, portalId);
    await updateSettings(trx, portalId, patch, was);
    // Whoever installed again and is named now needs no decision any more.
    const named = { codes: ['portal.installed_by_other'], subjects: patch.administrators ?? [] };
    await resolveProblems(trx, portalId, named, now());
    if (patch.taxIdProperty) await withdrawWeakerProposals(trx, portalId);
    const toMatch = looksUpAgain ? await requeueUnlinked(trx, portalId) : [];
    if (changesFigures) await markPortalDue(trx, portalId, { priority: 2, now: now() });
    for (const connectionId of toMatch) await enqueue(trx, 'match', { portalId, connectionId });
    if (changesFigures) await enqueue(trx, 'push', { portalId });
    if (patch.propertySets && String(patch.propertySets) !== String(settings.propertySets))
      await requestProvision(trx, enqueue, portalId, now());
  });
}

/** What was proposed by something weaker may have another record by its tax id. What is linked already stays; contradictions are told. */
async function withdrawWeakerProposals(trx: Db, portalId: PortalId): Promise<void> {
  await trx.raw(
    `with withdrawn as (
       delete from links l where l.portal_id = :portalId and l.state = 'proposed' and l.rule = any(:rules) returning l.*
     )
     update customer_matches m set state = 'due', checked_at = null from withdrawn w
     where m.portal_id = w.portal_id and m.connection_id = w.connection_id and m.object_type = w.object_type and m.customer_id = w.customer_id`,
    { portalId, rules: [...WEAKER_THAN_TAX_ID] },
  );
}

/** Other ways to match: what nothing was found for is looked up once more, and so is what is being looked up in the old way. */
async function requeueUnlinked(trx: Db, portalId: PortalId): Promise<ConnectionId[]> {
  const unlinked = ['unmatched', 'ambiguous', 'due'];
  await trx('customerMatches').where({ portalId }).whereIn('state', unlinked).update({ state: 'due', checkedAt: null });
  return trx('erpConnections').where({ portalId, status: 'active' }).orderBy('id').pluck('id');
}
