import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { FoundLists } from '../../../hubspot-app/app/settings/api/lists.ts';
import { isScopeMissing } from '../../hubspot/errors.ts';
import { LIST_SCOPES } from '../../hubspot/scopes.ts';
import type { Portal } from '../../portals/portals.ts';
import { RetryLaterError, TransientError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES, INVOICED_OBJECT_TYPES, perObjectType } from '../../shared/object-types.ts';
import { loadMadeLists, makeRecordLists } from '../../sync/record-lists/make-lists.ts';
import { requireConnection } from '../connection.ts';
import { NotAllowedError } from '../failures.ts';
import { listUrl } from '../record-url.ts';
import { requireAdministrator } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

const connectionId = z.uuid();
/** An address leaves null out. */
const ofAny = connectionId.nullish().transform((id) => id ?? null);
const ListedRecords = z.discriminatedUnion('about', [
  z.object({ about: z.literal('problem'), code: z.string().min(1).max(100), connectionId: ofAny }),
  z.object({
    about: z.enum(['matches', 'matchesWithoutInvoices', 'creations', 'fields', 'archivals', 'customersWaiting', 'ordersWaiting']),
    connectionId: ofAny,
  }),
  z.object({ about: z.literal('failing'), connectionId }),
]);
const Name = z.string().trim().min(1).max(200);
const ListRequest = z.object({ listed: ListedRecords, names: z.object(perObjectType(INVOICED_OBJECT_TYPES, () => Name)) });

/** HubSpot's proxy gives up at 30 s, and would say nothing. */
const PATIENCE_MS = 25_000;

/** The lists that were made of such records before; HubSpot is not asked. */
export function knownLists(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portal, portalId } = await requireAdministrator(deps, req);
    const listed = ListedRecords.parse(req.query);
    if (listed.connectionId !== null) await requireConnection(deps, portalId, listed);
    const lists = await loadMadeLists(deps.db, portalId, listed);
    res.json({ lists: lists.map(({ id, ...list }) => ({ ...list, url: listUrl(portal, id) })) });
  };
}

/** A list in HubSpot of the records that a problem or a decision touches. */
export function makeLists(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portal, portalId } = await requireAdministrator(deps, req);
    const { listed, names } = ListRequest.parse(req.body);
    if (listed.connectionId !== null) await requireConnection(deps, portalId, listed);
    if (!mayMakeLists(portal)) throw noPermission();
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const lists = await makeRecordLists(deps, { portalId, listed, names, signal }).catch((error: unknown) => {
      if (isScopeMissing(error)) throw noPermission();
      throw signal.aborted || error instanceof TransientError || error instanceof RetryLaterError ? notNow(error) : error;
    });
    res.json({ lists: lists.map(({ id, ...list }) => ({ ...list, url: listUrl(portal, id) })) });
  };
}

const Search = z.object({ objectType: z.enum(CUSTOMER_OBJECT_TYPES), query: z.string().trim().max(200).default('') });

/** Lists whose members may become customers, by part of their name. */
export function searchLists(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const hubspot = await deps.openHubSpot(portalId);
    const options = { priority: 'interactive', signal: AbortSignal.timeout(SEARCH_PATIENCE_MS) } as const;
    const found = await hubspot.searchLists(Search.parse(req.query), options).catch((error: unknown) => {
      throw isScopeMissing(error) ? noPermission() : error;
    });
    res.json({ ...found, lists: found.lists.map(({ id, name }) => ({ id, name })) } satisfies FoundLists);
  };
}

/** The page waits 12 s at most. */
const SEARCH_PATIENCE_MS = 10_000;

const mayMakeLists = ({ scopes }: Portal): boolean => LIST_SCOPES.every((scope) => scopes.includes(scope));

/** Nobody goes on with it: a person has to ask again, and loses nothing by it. */
const notNow = (cause: unknown): TransientError =>
  new TransientError('HubSpot did not make the lists in time', { code: 'record_lists.not_now', cause });

const noPermission = (): NotAllowedError =>
  new NotAllowedError('HubSpot gave no permission for lists', { code: 'record_lists.no_permission' });
