import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Candidate, CustomerSearch } from '../../../hubspot-app/app/cards/api/types.ts';
import { searchCustomers } from '../../records/queries/customers.ts';
import { SUGGESTIONS } from '../../records/queries/suggestions.ts';
import { linkByPerson, refuseByPerson, unlinkByPerson } from '../../sync/match/links.ts';
import { takeBackRefusals } from '../../sync/match/refusals.ts';
import { setNotYetCustomer, undoNotYetCustomer } from '../../sync/match/not-yet-customer.ts';
import { requireConnection } from '../connection.ts';
import { requireAmounts } from '../viewer.ts';
import { nameLinkedRecords } from './linked-elsewhere.ts';
import { CustomerId, customerScope, type CardDeps } from './request.ts';

const Search = z.object({ query: z.string().trim().min(2).max(100) });

/** ERP customers by name, number, tax id or e-mail, from the mirror. */
export function searchCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId, objectType, recordId } = customerScope(viewer, req.query);
    const found = await searchCustomers(deps.db, { portalId, objectType, recordId, text: Search.parse(req.query).query });
    const candidates = found.map(({ linkedTo, ...candidate }): Candidate => {
      return { ...candidate, reason: 'search', linkedTo: linkedTo && { recordId: linkedTo, name: null, url: null } };
    });
    res.json({ candidates: await nameLinkedRecords(deps, viewer, objectType, candidates) } satisfies CustomerSearch);
  };
}

/** A person says: this record is that customer. Moves the customer here if it was linked elsewhere. */
export const linkCard = (deps: CardDeps): RequestHandler => byPerson(deps, linkByPerson);
/** A person says: this record is not that customer. */
export const unlinkCard = (deps: CardDeps): RequestHandler => byPerson(deps, unlinkByPerson);
/** A person says: never offer this pair again. */
export const refuseCard = (deps: CardDeps): RequestHandler => byPerson(deps, refuseByPerson);

const Offered = z.object({ candidates: z.array(CustomerId).max(SUGGESTIONS) });

/** A person says: this record is no customer yet, none of those offered is it. */
export function notYetCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { candidates } = Offered.parse(req.body);
    for (const candidate of candidates) await requireConnection(deps, viewer.portalId, candidate);
    await setNotYetCustomer(deps, customerScope(viewer, req.body), candidates, viewer.userId);
    res.json({ done: true });
  };
}

/** A person takes that back. */
export function takeBackNotYetCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await undoNotYetCustomer(deps, customerScope(viewer, req.body), viewer.userId);
    res.json({ done: true });
  };
}

/** A person takes back every "not this one" about the record. */
export function takeBackRefusalsCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await takeBackRefusals(deps, customerScope(viewer, req.body), viewer.userId);
    res.json({ done: true });
  };
}

function byPerson(deps: CardDeps, decide: typeof linkByPerson): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const scope = customerScope(viewer, req.body);
    const { customerId } = CustomerId.parse(req.body);
    await decide(deps, { ...scope, ...(await requireConnection(deps, viewer.portalId, req.body)), customerId, userId: viewer.userId });
    res.json({ done: true });
  };
}
