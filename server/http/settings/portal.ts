import type { RequestHandler } from 'express';
import { PortalSettingsPatch, updateSettings } from '../../portals/portals.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { WEAKER_THAN_TAX_ID } from '../../sync/match/contradictions.ts';
import { lockMatching } from '../../sync/match/lock.ts';
import { markPortal } from '../../sync/targets.ts';
import { requireAdministrator } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

/** Changes the settings named and leaves the others; whatever they change on records is due at once. */
export function savePortalSettings(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, settings } = await requireAdministrator(deps, req);
    const patch = PortalSettingsPatch.parse(req.body);
    await deps.db.transaction(async (trx) => {
      if (patch.taxIdProperty || patch.createMissing) await lockMatching(trx, portalId);
      await updateSettings(trx, portalId, patch);
      // Whoever installed again and is named now needs no decision any more.
      const named = { codes: ['portal.installed_by_other'], subjects: patch.administrators ?? [] };
      await resolveProblems(trx, portalId, named, deps.now());
      if (patch.taxIdProperty || patch.createMissing) await lookUpAgain(deps, trx, portalId);
      if (patch.taxIdProperty) await withdrawProposals(trx, portalId);
      if (patch.contactsCarry !== undefined && patch.contactsCarry === settings.contactsCarry && patch.activeMonths === undefined) return;
      await markPortal(trx, portalId, { priority: 2, now: deps.now() });
      await deps.kick(trx, 'push', { portalId });
    });
    res.json({ done: true });
  };
}

/** What was proposed by something weaker may have another record by its tax id. What is linked already stays; contradictions are told. */
async function withdrawProposals(trx: SettingsDeps['db'], portalId: Parameters<typeof markPortal>[1]): Promise<void> {
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
async function lookUpAgain(deps: SettingsDeps, trx: SettingsDeps['db'], portalId: Parameters<typeof markPortal>[1]): Promise<void> {
  const unlinked = ['unmatched', 'ambiguous', 'due'];
  await trx('customerMatches').where({ portalId }).whereIn('state', unlinked).update({ state: 'due', checkedAt: null });
  const connections = await trx('erpConnections').where({ portalId, status: 'active' }).orderBy('id').select('id');
  for (const { id } of connections) await deps.kick(trx, 'match', { portalId, connectionId: id });
}
