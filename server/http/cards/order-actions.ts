import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { OrderAnswer } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { retryCommands } from '../../sync/commands/person-commands.ts';
import { chooseLineProduct } from '../../sync/orders/line-products.ts';
import { useListPrices } from '../../sync/orders/list-prices.ts';
import { leaveByPerson } from '../../sync/orders/leave-refused.ts';
import { changeByPerson, createByPerson, type OrderChangeName, type PersonsDeal } from '../../sync/orders/person-orders.ts';
import { requireConnection } from '../connection.ts';
import { requireAmounts } from '../viewer.ts';
import { dealOf } from './deal-orders.ts';
import type { CardDeps } from './request.ts';

const Create = z.object({ what: z.enum(['quotation', 'order']) });

/** Pressed twice, by two people: one document. */
export function createOrderCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { what } = Create.parse(req.body);
    res.json({ key: await createByPerson(deps, dealOf(req, viewer, req.body), what) } satisfies OrderAnswer);
  };
}

const OrderId = z.object({
  orderId: z
    .string()
    .min(1)
    .max(200)
    .transform((id) => id as ErpRecordId),
});

export function changeOrderCard(deps: CardDeps, change: OrderChangeName): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { connectionId } = await requireConnection(deps, viewer.portalId, req.body);
    const { orderId } = OrderId.parse(req.body);
    const key = await changeByPerson(deps, dealOf(req, viewer, req.body), { connectionId, orderId }, change);
    res.json({ key } satisfies OrderAnswer);
  };
}

const Reserve = z.object({ isReserved: z.boolean() });

export function reserveOrderCard(deps: CardDeps): RequestHandler {
  return (req, res, next) => changeOrderCard(deps, Reserve.parse(req.body).isReserved ? 'reserve' : 'release')(req, res, next);
}

const Key = z.object({ key: z.string().min(1).max(64) });

const Amount = z.string().regex(/^\d{1,20}(\.\d{1,12})?$/);
const Decided = Key.extend({ net: Amount.nullish().transform((net) => net ?? null) });
type Decide = (deps: CardDeps, deal: PersonsDeal, decided: z.output<typeof Decided>) => Promise<void>;

/** A person agrees to something about the order that a command waits with. */
export function decideOrderCard(deps: CardDeps, decide: Decide): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await decide(deps, dealOf(req, viewer, req.body), Decided.parse(req.body));
    res.json({ done: true });
  };
}

export function retryOrderCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId, dealId } = dealOf(req, viewer, req.body);
    const owner = { objectType: DEAL, recordId: dealId };
    await retryCommands(deps, portalId, { keys: [Key.parse(req.body).key], owner, userId: viewer.userId });
    res.json({ done: true });
  };
}

export function leaveOrderCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await leaveByPerson(deps, dealOf(req, viewer, req.body), Key.parse(req.body).key);
    res.json({ done: true });
  };
}

const ListPrices = z.object({
  lines: z
    .array(z.object({ lineId: z.string().regex(/^\d{1,20}$/), price: Amount }))
    .min(1)
    .max(100)
    .refine((lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length),
});

/** HubSpot's own rights on lines are not asked for: whoever sees the amounts of the deal and can make its order may price it by the list. */
export function listPriceCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await useListPrices(deps, dealOf(req, viewer, req.body), ListPrices.parse(req.body).lines);
    res.json({ done: true });
  };
}

const LineProduct = z.object({
  lineId: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform((id) => id as RecordId),
  productId: z
    .string()
    .min(1)
    .max(200)
    .transform((id) => id as ErpRecordId),
});

/** As with prices: whoever can make the order may say what its lines are. */
export function lineProductCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await chooseLineProduct(deps, dealOf(req, viewer, req.body), LineProduct.parse(req.body));
    res.json({ done: true });
  };
}

type TieDecision = (deps: CardDeps, deal: PersonsDeal, order: Parameters<typeof changeByPerson>[2]) => Promise<void>;

export function tieOrderCard(deps: CardDeps, decide: TieDecision): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { connectionId } = await requireConnection(deps, viewer.portalId, req.body);
    await decide(deps, dealOf(req, viewer, req.body), { connectionId, orderId: OrderId.parse(req.body).orderId });
    res.json({ done: true });
  };
}
