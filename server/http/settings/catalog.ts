import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Portal } from '../../portals/portals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { OBJECTS, PRODUCT } from '../../shared/object-types.ts';
import { CATALOG_SCOPES } from '../../hubspot/scopes.ts';
import { countCatalogGaps } from '../../sync/connection/catalog-gaps.ts';
import { loadCatalog } from '../../sync/connection/catalog-overview.ts';
import { decideProductByPerson, loadProductReviews } from '../../sync/catalog/reviews.ts';
import { approveCatalog, CatalogRulesInput, saveCatalogRules, stopCatalog } from '../../sync/connection/catalog-rules.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { recordUrl } from '../record-url.ts';
import { loadCurrencies } from './account-currencies.ts';
import { createCatalogChoices } from './catalog-choices.ts';
import type { SettingsDeps } from './request.ts';

/** The rules on a connection's products, what can be chosen, and what becomes of each. */
export function catalog(deps: SettingsDeps): RequestHandler {
  const askChoices = createCatalogChoices(deps);
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const account = {
      ...(await loadCurrencies(deps, portal)),
      lacksPermission: !CATALOG_SCOPES.every((scopeName) => portal.scopes.includes(scopeName)),
      gaps: await countCatalogGaps(deps.db, scope),
      urlOf: productUrls(portal),
    };
    res.json(await loadCatalog({ ...deps, askChoices }, scope, account));
  };
}

const productUrls =
  (portal: Portal) =>
  (id: string): string =>
    recordUrl(portal, OBJECTS[PRODUCT].typeId, id);

const Save = z.object({ rules: CatalogRulesInput, was: CatalogRulesInput.partial().optional() });

export function saveCatalog(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { rules, was } = Save.parse(req.body);
    await saveCatalogRules(deps, scope, rules, was);
    res.json({ done: true });
  };
}

/** `rules`: by which what was looked at was counted. */
const Approve = z.object({ rules: CatalogRulesInput.optional() });

/** From here on HubSpot's products are written to. */
export function approveProducts(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    await approveCatalog(deps, scope, Approve.parse(req.body).rules);
    res.json({ done: true });
  };
}

export function stopProducts(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    await stopCatalog(deps, await requireConnection(deps, portalId, req.body));
    res.json({ done: true });
  };
}

const Page = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });

export function productReviews(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const { page } = Page.parse(req.query);
    res.json(await loadProductReviews(deps.db, await deps.openHubSpot(portalId), scope, { page, urlOf: productUrls(portal) }));
  };
}

const Decide = z.object({
  productId: z
    .string()
    .min(1)
    .max(200)
    .transform((id) => id as ErpRecordId),
  decision: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('link'), recordId: z.string().min(1).max(20) }),
    z.object({ kind: z.literal('create') }),
    z.object({ kind: z.literal('leave_out') }),
  ]),
});

export function decideProduct(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { productId, decision } = Decide.parse(req.body);
    await decideProductByPerson(deps, scope, productId, decision);
    res.json({ done: true });
  };
}
