import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { ConnectionCreated, ConnectionTest } from '../../../hubspot-app/app/settings/api/types.ts';
import { changeConnection, connectErp, testConnection } from '../../sync/connection/connect.ts';
import { approveConnection } from '../../sync/connection/approve.ts';
import { requestDisconnect } from '../../sync/connection/disconnect.ts';
import { loadPreview } from '../../sync/connection/preview.ts';
import { requireAdministrator } from '../viewer.ts';
import { requireConnection } from '../connection.ts';
import { whilePersonWaits, type SettingsDeps } from './request.ts';

const Settings = z.record(z.string(), z.unknown());
const Test = z.object({ system: z.string(), settings: Settings });

/** Tries what was entered, with nothing from what is stored, and stores nothing. The answer names the companies found, or what is wrong. */
export function test(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const { identity, notices } = await testConnection(deps, { portalId, ...Test.parse(req.body) }, whilePersonWaits(deps));
    const companies = identity.companies.map(({ id, name, currency }) => ({ id, name, currency }));
    res.json({ product: identity.product, name: identity.name, companies, notices } satisfies ConnectionTest);
  };
}

const Create = z.object({
  system: z.string(),
  name: z.string().trim().min(1).max(100),
  settings: Settings,
  companies: z.array(z.string()).max(500).default([]),
  goLiveAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

/** Connects an ERP: tested once more, stored, and the first read begins. Nothing is written to HubSpot before approval. */
export function create(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const { goLiveAt, ...given } = Create.parse(req.body);
    const connectionId = await connectErp(
      deps,
      { ...given, portalId, createdBy: userId, goLiveAt: goLiveAt ? new Date(goLiveAt) : deps.now() },
      whilePersonWaits(deps),
    );
    res.json({ connectionId } satisfies ConnectionCreated);
  };
}

const Companies = z.array(z.string()).max(500);
const Update = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  companies: Companies.optional(),
  was: z.strictObject({ name: z.string(), companies: Companies, settings: Settings }).partial().optional(),
  goLiveAt: z.iso.datetime({ offset: true }).optional(),
  settings: Settings.optional(),
  isPaused: z.boolean().optional(),
  readsOrders: z.boolean().optional(),
  readsProjects: z.boolean().optional(),
  readsSubscriptions: z.boolean().optional(),
});

/** Changes what is named. New credentials are tried before they replace the old ones; a blank secret keeps what is stored while the address stays. */
export function update(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const connection = await requireConnection(deps, portalId, req.body);
    await changeConnection(deps, connection, Update.parse(req.body), whilePersonWaits(deps));
    res.json({ done: true });
  };
}

/** What the first write will do, computed by the code that will do it. */
export function preview(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    res.json(await loadPreview(deps, await requireConnection(deps, portalId, req.query)));
  };
}

/** From here on HubSpot is written to. */
export function approve(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    await approveConnection(deps, await requireConnection(deps, portalId, req.body));
    res.json({ done: true });
  };
}

const Disconnect = z.object({ clearProperties: z.boolean().default(true) });

/** Stops reading at once; a job clears our properties where asked, then removes what we kept. */
export function disconnect(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const { connectionId } = await requireConnection(deps, portalId, req.body);
    const { clearProperties } = Disconnect.parse(req.body);
    await requestDisconnect(deps.db, deps.enqueue, { portalId, connectionId }, clearProperties);
    await deps.connectors.closeConnector({ portalId, connectionId });
    res.json({ done: true });
  };
}
