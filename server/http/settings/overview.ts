import type { RequestHandler } from 'express';
import type { PropertyChoice, PropertyState, SettingsOverview } from '../../../hubspot-app/app/settings/api/types.ts';
import type { PropertyDefinition } from '../../hubspot/contract.ts';
import type { PortalId } from '../../ids.ts';
import { DEFAULT_SETTINGS } from '../../portals/settings.ts';
import { loadConnectionViews } from '../../sync/connection/views.ts';
import { hintUrlOf } from '../../sync/connection/hint-address.ts';
import { loadViewer } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

/** Everything the settings page shows at first; others than administrators only learn whom to ask. */
export function overview(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await loadViewer(deps, req);
    const { portalId, portal, settings, isAdministrator } = viewer;
    const common = { isAdministrator, administrators: await viewer.administrators(), systems: [...deps.registry.keys()] };
    const isPaused = portal.status === 'paused' ? { code: portal.pausedCode ?? 'hubspot.token_revoked', params: {} } : null;
    if (!isAdministrator) {
      const nothing = { portal: DEFAULT_SETTINGS, taxIdProperties: { companies: [], contacts: [] }, connections: [], properties: [] };
      res.json({ ...common, ...nothing, isPaused } satisfies SettingsOverview);
      return;
    }
    const viewDeps = { db: deps.db, now: deps.now, hintUrl: hintUrlOf(deps) };
    const [connections, properties, taxIdProperties] = await Promise.all([
      loadConnectionViews(viewDeps, portalId),
      loadProperties(deps, portalId),
      isPaused ? { companies: [], contacts: [] } : taxIdChoices(deps, portalId),
    ]);
    res.json({ ...common, portal: settings, taxIdProperties, connections, properties, isPaused } satisfies SettingsOverview);
  };
}

function loadProperties({ db }: SettingsDeps, portalId: PortalId): Promise<PropertyState[]> {
  return db('hubspotProperties')
    .where({ portalId })
    .orderBy(['objectType', 'name'])
    .select<PropertyState[]>('objectType', 'name', 'state', 'detail');
}

async function taxIdChoices({ openHubSpot }: SettingsDeps, portalId: PortalId): Promise<SettingsOverview['taxIdProperties']> {
  const hubspot = await openHubSpot(portalId);
  const [companies, contacts] = await Promise.all(
    (['companies', 'contacts'] as const).map((type) => hubspot.listProperties(type, { priority: 'interactive' })),
  );
  return { companies: toChoices(companies ?? []), contacts: toChoices(contacts ?? []) };
}

/** How tax ids are called where our customers live; a property with such a name is offered first. */
const LOOKS_LIKE_TAX_ID = /(^|[^a-z])(rfc|vat|tax|nif|cif|cuit|rut|ruc|nit|ein|gst|steuer|fiscal)/i;

function toChoices(definitions: PropertyDefinition[]): PropertyChoice[] {
  return definitions
    .filter(({ type, archived, calculated, groupName }) => type === 'string' && !archived && !calculated && groupName !== 'puente')
    .map(({ name, label }) => ({ name, label, isProposed: LOOKS_LIKE_TAX_ID.test(`${name} ${label}`) }))
    .sort((a, b) => Number(b.isProposed) - Number(a.isProposed) || a.label.localeCompare(b.label));
}
