import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Unfrozen } from '../../../hubspot-app/app/settings/api/frozen.ts';
import type { RetryOutcome } from '../../../hubspot-app/app/settings/api/types.ts';
import { CUSTOMER_OBJECT_TYPES } from '../../shared/object-types.ts';
import { loadCommandPage } from '../../sync/commands/command-list.ts';
import { retryAllCommands, retryCommands } from '../../sync/commands/person-commands.ts';
import { loadChangePage } from '../../sync/fields/change-list.ts';
import { decideConflictGroup } from '../../sync/fields/conflict-groups.ts';
import { loadConflictPage } from '../../sync/fields/conflicts.ts';
import { loadFrozenPage, unfreezeAll } from '../../sync/fields/frozen-list.ts';
import { answerConflict, freezeFields, undoChange } from '../../sync/fields/person-decisions.ts';
import { undoGroup } from '../../sync/fields/undo-group.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import { CommandKey, CustomerRef, type SettingsDeps } from './request.ts';

const Page = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });
const Commands = Page.extend({ state: z.enum(['open', 'rejected', 'done']) });

/** What the ERP was asked to make. */
export function listCommands(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const query = Commands.parse(req.query);
    const { linkTo } = await deps.connectors.capabilitiesOf(scope);
    const { db, openHubSpot } = deps;
    res.json(await loadCommandPage({ db, openHubSpot, linkTo, urlOf: urlsIn(portal) }, scope, query));
  };
}

const Retry = z.object({ keys: z.array(CommandKey).min(1).max(200).nullable() });

/** Asks for them again: those that were chosen in the name of who presses. */
export function retryListed(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { keys } = Retry.parse(req.body);
    if (keys === null) {
      res.json({ left: await retryAllCommands(deps, scope) } satisfies RetryOutcome);
      return;
    }
    await retryCommands(deps, portalId, { keys, owner: { connectionId: scope.connectionId }, userId });
    res.json({ left: 0 } satisfies RetryOutcome);
  };
}

// Pages that were opened before they were told apart do not name it.
const Conflicts = Page.extend({ kind: z.enum(['edited', 'before']).default('edited') });

/** Fields that a person decides. */
export function listConflicts(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    res.json(await loadConflictPage(deps, scope, { ...Conflicts.parse(req.query), urlOf: urlsIn(portal) }));
  };
}

const Moment = z.iso.datetime().nullable().default(null);
const EDITORS = ['user', 'import', 'workflow', 'integration', 'form'] as const;
const Filter = z.object({ from: Moment, until: Moment, editedBy: z.enum(EDITORS).nullable().default(null) });

/** What became of fields. */
export function listChanges(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const query = { ...Page.parse(req.query), filter: Filter.parse(req.query), urlOf: urlsIn(portal) };
    res.json(await loadChangePage(deps, scope, query));
  };
}

const Name = z.string().min(1).max(200);
const Field = CustomerRef.extend({ property: Name });
const Answer = z.enum(['hubspot', 'erp', 'both']);
const Decide = Field.extend({ answer: Answer });

export function decideConflict(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { property, answer, ...link } = Decide.parse(req.body);
    await answerConflict(deps, { ...scope, ...link }, { property, answer, userId });
    res.json({ done: true });
  };
}

const DecideAll = z.object({
  objectType: z.enum(CUSTOMER_OBJECT_TYPES),
  property: Name,
  field: Name,
  answer: Answer,
});

/** Of all records that differ since before the rules. */
export function decideConflicts(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    await decideConflictGroup(deps, scope, { ...DecideAll.parse(req.body), userId });
    res.json({ done: true });
  };
}

const ChangeId = z.string().regex(/^\d{1,18}$/);
const Undo = z.object({ changeId: ChangeId });
const UndoMany = z.object({
  group: z.union([
    z.strictObject({ changeIds: z.array(ChangeId).min(1).max(200) }),
    z.strictObject({ filter: Filter, upTo: ChangeId.nullable().default(null) }),
    z.strictObject({ trialSince: z.iso.datetime(), upTo: ChangeId.nullable().default(null) }),
  ]),
  isPreview: z.boolean(),
});

export function undoListed(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const { connectionId } = await requireConnection(deps, portalId, req.body);
    await undoChange(deps, { portalId, connectionId }, Undo.parse(req.body).changeId, userId);
    res.json({ done: true });
  };
}

/** Says how many of these changes can be taken back, and takes them back where that is wanted. */
export function undoManyListed(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { group, isPreview } = UndoMany.parse(req.body);
    res.json(await undoGroup(deps, scope, { group, userId: isPreview ? null : userId }));
  };
}

const Freeze = CustomerRef.extend({ property: Name.nullable(), isFrozen: z.boolean() });

export function freezeListed(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const { connectionId } = await requireConnection(deps, portalId, req.body);
    const { property, isFrozen, ...link } = Freeze.parse(req.body);
    await freezeFields(deps, { portalId, connectionId, ...link }, { property, isFrozen, userId });
    res.json({ done: true });
  };
}

/** Fields and records that people left alone. */
export function listFrozen(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    res.json(await loadFrozenPage(deps, scope, { ...Page.parse(req.query), urlOf: urlsIn(portal) }));
  };
}

/** All of them are kept in step again. */
export function unfreezeListed(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    res.json({ records: await unfreezeAll(deps, scope, userId) } satisfies Unfrozen);
  };
}
