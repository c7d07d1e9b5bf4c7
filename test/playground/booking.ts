import type { Request, Response } from 'express';
import { OBJECTS } from '../../server/shared/object-types.ts';
import type { CardObjectType, ErpAction, ErpOrderAction, ErpProductAction, ObjectType } from './api.ts';
import { hasCards } from './crm/portal.ts';
import { answer } from './editing.ts';
import type { WebDeps } from './web.ts';

type Deps = Pick<WebDeps, 'hubspot' | 'portal' | 'publicUrl' | 'erp' | 'guide' | 'tell'>;
/** The record that is open on the page. */
type Open = { record: { type: ObjectType; id: string } | null };

export async function bookInErp(deps: Deps, req: Request, res: Response): Promise<void> {
  const { record, ...action } = req.body as ErpAction & Open;
  await answer(res, async () => {
    await deps.erp.office.book(action);
    if (action.action === 'payment') deps.guide.mark('pay');
    deps.tell({ kind: 'erp' });
    // An ERP that sends no hints is asked every minute; here somebody presses "Refresh" on the card.
    if (!deps.erp.hintAdmin && record && hasCards(record.type)) await refresh(deps, { type: record.type, id: record.id });
    return {};
  });
}

/** No ERP tells of stock by itself. */
const UNTOLD: ReadonlySet<ErpProductAction['action']> = new Set(['receive', 'issue', 'order']);

export async function bookProducts(deps: Deps, req: Request, res: Response): Promise<void> {
  const { record: _open, ...action } = req.body as ErpProductAction & Open;
  await answer(res, async () => {
    if (!deps.erp.products) throw new Error(`${deps.erp.name} has no products here`);
    await deps.erp.products.book(action);
    deps.tell({ kind: 'erp' });
    // Products have no card: somebody presses "Refresh" on that of a deal, which asks for whatever is new.
    const [deal] = deps.portal.records('deals');
    if (deal && (!deps.erp.hintAdmin || UNTOLD.has(action.action))) await refresh(deps, { type: 'deals', id: deal.id });
    return {};
  });
}

export async function bookOrders(deps: Deps, req: Request, res: Response): Promise<void> {
  const { record, ...action } = req.body as ErpOrderAction & Open;
  await answer(res, async () => {
    if (!deps.erp.orders) throw new Error(`${deps.erp.name} has no orders here`);
    await deps.erp.orders.book(action);
    if (action.action === 'pay') deps.guide.mark('pay');
    deps.tell({ kind: 'erp' });
    // What is reserved is told by nobody.
    const isUntold = !deps.erp.hintAdmin || action.action === 'reserve' || action.action === 'unreserve';
    if (isUntold && record && hasCards(record.type)) await refresh(deps, { type: record.type, id: record.id });
    return {};
  });
}

async function refresh({ hubspot, portal, publicUrl }: Deps, { type, id }: { type: CardObjectType; id: string }): Promise<void> {
  const body = { objectTypeId: OBJECTS[type].typeId, objectId: id };
  const { userId, email } = portal.admin;
  await hubspot.hsFetch(portal.id, { userId, email }, `${publicUrl}/cards/refresh`, { method: 'POST', body });
}
