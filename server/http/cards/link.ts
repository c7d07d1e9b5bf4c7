import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { CustomerSearch } from '../../../hubspot-app/app/cards/api/types.ts';
import { InvalidInputError } from '../../errors.ts';
import { searchCustomers } from '../../mirror/queries/customers.ts';
import type { RecordScope } from '../../mirror/queries/totals.ts';
import { linkByPerson, refuseByPerson, unlinkByPerson } from '../../sync/match/links.ts';
import { requireAmounts, type Viewer } from '../viewer.ts';
import { CustomerId, RecordQuery, scopeOf, type CardDeps } from './request.ts';

const Search = z.object({ query: z.string().trim().min(2).max(100) });

/** ERP customers by name, number, tax id or e-mail, from the mirror. */
export function searchCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId, objectType, recordId } = scopeOf(viewer, RecordQuery.parse(req.query));
    const found = await searchCustomers(deps.db, { portalId, objectType, recordId, text: Search.parse(req.query).query });
    res.json({ candidates: found.map((candidate) => ({ ...candidate, reason: 'search' })) } satisfies CustomerSearch);
  };
}

/** A person says: this record is that customer. Moves the customer here if it was linked elsewhere. */
export const linkCard = (deps: CardDeps): RequestHandler => byPerson(deps, linkByPerson);
/** A person says: this record is not that customer. */
export const unlinkCard = (deps: CardDeps): RequestHandler => byPerson(deps, unlinkByPerson);
/** A person says: never offer this pair again. */
export const refuseCard = (deps: CardDeps): RequestHandler => byPerson(deps, refuseByPerson);

function byPerson(deps: CardDeps, decide: typeof linkByPerson): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId, objectType, recordId } = customerScope(viewer, req);
    await decide(deps, { portalId, objectType, recordId, ...CustomerId.parse(req.body), userId: viewer.userId });
    res.json({ done: true });
  };
}

function customerScope(viewer: Viewer, req: Request): RecordScope & { objectType: 'companies' | 'contacts' } {
  const { objectType, ...scope } = scopeOf(viewer, RecordQuery.parse(req.body));
  if (objectType !== 'deals') return { ...scope, objectType };
  throw new InvalidInputError('Deals have no customer of their own', { code: 'input.invalid', params: { field: 'objectTypeId' } });
}
