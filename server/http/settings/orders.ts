import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { RetryOutcome } from '../../../hubspot-app/app/settings/api/types.ts';
import { countHistory, listOrderCommands, loadOrderChoices, loadOrders, retryOrderCommands } from '../../sync/orders/overview.ts';
import { findOrderProduct, searchOrderProducts } from '../../sync/orders/find-products.ts';
import { confirmOrderRules, OrderRulesInput, saveOrderRules } from '../../sync/orders/rules.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import { loadCurrencies } from './account-currencies.ts';
import { CommandKey, type SettingsDeps } from './request.ts';

/** What becomes of deals, by pipeline and stage. */
export function orders(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const { currencies } = await loadCurrencies(deps, portal);
    res.json(await loadOrders(deps, portalId, { currencies, scopes: portal.scopes }));
  };
}

const Revision = z.object({ revision: z.int().min(0) });
const Save = Revision.extend({ rules: OrderRulesInput });

/** Of two administrators who save at once the second is told. */
export function saveOrders(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const { rules, revision } = Save.parse(req.body);
    await saveOrderRules(deps, portalId, rules, { revision, userId });
    res.json({ done: true });
  };
}

const PipelineRef = z.object({ pipelineId: z.string().min(1).max(200) });
const Confirm = Revision.extend(PipelineRef.shape);

/** From here on the pipeline's rules act by themselves. */
export function confirmOrders(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const { pipelineId, revision } = Confirm.parse(req.body);
    await confirmOrderRules(deps, portalId, pipelineId, { revision, userId });
    res.json({ done: true });
  };
}

/** What an order can be made with; the ERP is asked. */
export function orderChoices(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    res.json(await loadOrderChoices(deps, await requireConnection(deps, portalId, req.query)));
  };
}

const Search = z.union([z.object({ id: z.string().min(1).max(200) }), z.object({ query: z.string().trim().min(1).max(100) })]);

export function orderProducts(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const asked = Search.parse(req.query);
    res.json('id' in asked ? await findOrderProduct(deps.db, scope, asked.id) : await searchOrderProducts(deps.db, scope, asked.query));
  };
}

export function orderHistory(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    res.json(await countHistory(deps, portalId, PipelineRef.parse(req.query).pipelineId));
  };
}

const Page = z.object({ state: z.enum(['open', 'rejected', 'done']), page: z.coerce.number().int().min(1).max(10_000).default(1) });

/** What ERPs were asked for deals. */
export function listOrders(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    res.json(await listOrderCommands(deps, portalId, { ...Page.parse(req.query), urlOf: urlsIn(portal) }));
  };
}

const Retry = z.object({ keys: z.array(CommandKey).max(200) });

export function retryOrders(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const left = await retryOrderCommands(deps, portalId, { keys: Retry.parse(req.body).keys, userId });
    res.json({ left } satisfies RetryOutcome);
  };
}
