import type { RequestHandler } from 'express';
import { z } from 'zod';
import { CUSTOMER_OBJECT_TYPES } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../../sync/shared/job-data.ts';
import { approveCustomerRules } from '../../sync/customers/approve-rules.ts';
import {
  confirmTrial,
  controlRun,
  discardDraft,
  saveCustomerRules,
  startPreview,
  stopCustomers,
} from '../../sync/customers/change-rules.ts';
import { CustomerRulesInput } from '../../sync/customers/compile-rules.ts';
import { loadCustomers } from '../../sync/customers/overview.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import type { CustomerShapes } from './customer-shapes.ts';
import type { SettingsDeps } from './request.ts';

/** The rules on a connection's customers, what can be mapped, and how far everything is. */
export function customers(deps: SettingsDeps, { ask }: CustomerShapes): RequestHandler {
  return async (req, res) => {
    const { portalId, portal, settings } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const { taxIdProperty } = settings;
    res.json(await loadCustomers({ ...deps, askShapes: ask }, scope, { taxIdProperty, urlOf: urlsIn(portal) }));
  };
}

const Revision = z.object({ revision: z.int().min(0) });
const Save = Revision.extend({ rules: CustomerRulesInput });

/** Checked against what both systems have at this moment; nothing is written by it. */
export function saveCustomers(deps: SettingsDeps, shapes: CustomerShapes): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    await saveCustomerRules(deps, scope, Save.parse(req.body), userId);
    shapes.forget(scope);
    res.json({ done: true });
  };
}

const Name = z.string().min(1).max(200);
const Left = z.strictObject({
  write: z.enum(['creates', 'updatesErp', 'updatesHubSpot']),
  objectType: z.enum(CUSTOMER_OBJECT_TYPES),
  property: Name.nullable(),
  field: Name.nullable(),
});
const Approve = z.object({
  writes: z.strictObject({
    ...{ creates: z.boolean(), updatesErp: z.boolean(), updatesHubSpot: z.boolean() },
    leftOut: z.array(Left).max(1_000).default([]),
  }),
  previewId: z.uuid(),
});

/** From here on both systems are written to, the first few records at first. */
export const approveCustomers = (deps: SettingsDeps): RequestHandler =>
  change(deps, (scope, userId, body) => approveCustomerRules(deps, scope, Approve.parse(body), userId));
const Discard = Revision.extend({ to: z.enum(['nothing', 'stopped']).default('nothing') });
export const discardCustomers = (deps: SettingsDeps): RequestHandler =>
  change(deps, (scope, userId, body) => discardDraft(deps, scope, { ...Discard.parse(body), userId }));
export const previewCustomers = (deps: SettingsDeps): RequestHandler => change(deps, (scope, userId) => startPreview(deps, scope, userId));
export const confirmCustomers = (deps: SettingsDeps): RequestHandler => change(deps, (scope) => confirmTrial(deps, scope));
export const stopWritingCustomers = (deps: SettingsDeps): RequestHandler =>
  change(deps, (scope, userId) => stopCustomers(deps, scope, userId));

const Run = z.object({ answer: z.enum(['pause', 'resume', 'cancel']) });
export const controlCustomerRun = (deps: SettingsDeps): RequestHandler =>
  change(deps, (scope, _userId, body) => controlRun(deps, scope, Run.parse(body).answer));

type Change = (scope: ConnectionScope, userId: number, body: unknown) => Promise<void>;

function change(deps: SettingsDeps, make: Change): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    await make(await requireConnection(deps, portalId, req.body), userId, req.body);
    res.json({ done: true });
  };
}
