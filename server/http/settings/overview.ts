import type { RequestHandler } from 'express';
import type { SettingsOverview } from '../../../hubspot-app/app/settings/api/types.ts';
import { ReconnectError } from '../../shared/errors.ts';
import { listProperties } from '../../portals/properties.ts';
import { DEFAULT_SETTINGS } from '../../portals/settings.ts';
import { loadConnectionViews } from '../../sync/connection/views.ts';
import { countToDecide } from '../../sync/connection/to-decide.ts';
import { hintUrlOf } from '../../sync/connection/hint-address.ts';
import { loadViewer } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';
import { createTaxIdChoices, NO_CHOICES } from './tax-id-choices.ts';

/** Everything the settings page shows at first; others than administrators only learn whom to ask. */
export function overview(deps: SettingsDeps): RequestHandler {
  const loadChoices = createTaxIdChoices(deps);
  return async (req, res) => {
    const viewer = await loadViewer(deps, req);
    const { portalId, portal, settings, isAdministrator } = viewer;
    const common = { isAdministrator, administrators: await viewer.administrators(), systems: [...deps.registry.keys()] };
    const pausedBefore = portal.status === 'paused' ? { code: portal.pausedCode ?? 'hubspot.token_revoked', params: {} } : null;
    if (!isAdministrator) {
      const toDecide = { customers: 0, creations: 0, fields: 0, archivals: 0, products: 0 };
      const nothing = { portal: DEFAULT_SETTINGS, taxIdProperties: NO_CHOICES, connections: [], properties: [], toDecide };
      res.json({ ...common, ...nothing, isPaused: pausedBefore, notices: [] } satisfies SettingsOverview);
      return;
    }
    const viewDeps = { db: deps.db, now: deps.now, hintUrl: hintUrlOf(deps) };
    const [connections, properties, toDecide, { choices: taxIdProperties, failure }] = await Promise.all([
      loadConnectionViews(viewDeps, portalId),
      listProperties(deps.db, portalId),
      countToDecide(deps.db, portalId),
      pausedBefore ? { choices: NO_CHOICES, failure: null } : loadChoices(portal),
    ]);
    // A revocation is often met here first.
    const isPaused = failure instanceof ReconnectError ? { code: failure.code, params: failure.params } : pausedBefore;
    const notices = failure && !isPaused ? [{ code: 'hubspot.choices_stale', params: {} }] : [];
    const seen = { portal: settings, taxIdProperties, connections, properties, toDecide, isPaused, notices };
    res.json({ ...common, ...seen } satisfies SettingsOverview);
  };
}
