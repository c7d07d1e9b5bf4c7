import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { CreateAnswer, CustomerCard } from '../../../hubspot-app/app/cards/api/customers.ts';
import { leaveCreation } from '../../sync/commands/end-creations.ts';
import { retryCommands } from '../../sync/commands/person-commands.ts';
import { createUnlessKnown } from '../../sync/customers/create-unless-known.ts';
import { loadCustomerCard } from '../../sync/customers/customer-card.ts';
import { isDeal, type CustomerObjectType } from '../../shared/object-types.ts';
import { answerConflict, freezeFields, undoChange, type FieldsOf } from '../../sync/fields/person-decisions.ts';
import { createCustomerOfDeal } from '../../sync/orders/customer-of-deal.ts';
import { requireConnection } from '../connection.ts';
import { requireAmounts, type Viewer } from '../viewer.ts';
import { dealOf } from './deal-orders.ts';
import { nameLinkedRecords } from './linked-elsewhere.ts';
import { CustomerId, customerScope, RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** Making an ERP customer of the record, and what became of its fields. HubSpot is asked where something can be made. */
export function customerCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const record = customerScope(viewer, req.query);
    const card = await loadCustomerCard(deps, record);
    const named = card.offers.map(async (offer) => ({
      ...offer,
      alike: await nameLinkedRecords(deps, viewer, record.objectType, offer.alike),
    }));
    res.json({ ...card, offers: await Promise.all(named), canDecide: true } satisfies CustomerCard);
  };
}

const Besides = z.object({ besides: z.array(z.string().min(1).max(200)).max(50).default([]) });

/** Pressed twice, by two people: one customer; on a deal it is whoever buys. */
export function createCustomerCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { besides } = Besides.parse(req.body);
    const asked = { userId: viewer.userId, besides };
    if (isDeal(scopeOf(viewer, RecordQuery.parse(req.body)).objectType)) {
      const { objectType, answer } = await createCustomerOfDeal(deps, dealOf(req, viewer, req.body), besides);
      res.json(await withNames(deps, viewer, objectType, answer));
      return;
    }
    const record = { ...customerScope(viewer, req.body), ...(await requireConnection(deps, viewer.portalId, req.body)) };
    res.json(await withNames(deps, viewer, record.objectType, await createUnlessKnown(deps, record, asked)));
  };
}

async function withNames(deps: CardDeps, viewer: Viewer, objectType: CustomerObjectType, answer: CreateAnswer): Promise<CreateAnswer> {
  return 'key' in answer ? answer : { known: await nameLinkedRecords(deps, viewer, objectType, answer.known) };
}

const Named = z.object({ key: z.string().min(1).max(64) });

export function retryCommandCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId, ...record } = customerScope(viewer, req.body);
    await retryCommands(deps, portalId, { keys: [Named.parse(req.body).key], owner: record, userId: viewer.userId });
    res.json({ done: true });
  };
}

/** What was asked for and not sent is not made. */
export function leaveCustomerCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await leaveCreation(deps, { ...customerScope(viewer, req.body), ...Named.parse(req.body), userId: viewer.userId });
    res.json({ done: true });
  };
}

const PropertyName = z.string().min(1).max(200);
const Decide = z.object({ property: PropertyName, answer: z.enum(['hubspot', 'erp', 'both']) });

export function decideFieldCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await answerConflict(deps, await linkOf(deps, viewer, req), { ...Decide.parse(req.body), userId: viewer.userId });
    res.json({ done: true });
  };
}

const Undo = z.object({ changeId: z.string().regex(/^\d{1,18}$/) });

export function undoChangeCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await undoChange(deps, customerScope(viewer, req.body), Undo.parse(req.body).changeId, viewer.userId);
    res.json({ done: true });
  };
}

const Freeze = z.object({ property: PropertyName.nullable(), isFrozen: z.boolean() });

export function freezeCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await freezeFields(deps, await linkOf(deps, viewer, req), { ...Freeze.parse(req.body), userId: viewer.userId });
    res.json({ done: true });
  };
}

/** The link that the card names, if it is this record's. */
async function linkOf(deps: CardDeps, viewer: Viewer, req: Request): Promise<FieldsOf> {
  const record = customerScope(viewer, req.body);
  const { customerId } = CustomerId.parse(req.body);
  return { ...record, ...(await requireConnection(deps, viewer.portalId, req.body)), customerId };
}
