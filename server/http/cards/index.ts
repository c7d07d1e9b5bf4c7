import { Router } from 'express';
import {
  createCustomerCard,
  customerCard,
  decideFieldCard,
  freezeCard,
  leaveCustomerCard,
  retryCommandCard,
  undoChangeCard,
} from './customer.ts';
import { dealLinesCard } from './deal-lines.ts';
import { acceptByPerson, approveByPerson, declineByPerson } from '../../sync/orders/person-orders.ts';
import { tieByPerson, untieByPerson } from '../../sync/orders/tie-order.ts';
import { dealOrdersCard } from './deal-orders.ts';
import { dealProjectsCard } from './deal-projects.ts';
import {
  changeOrderCard,
  createOrderCard,
  decideOrderCard,
  lineProductCard,
  listPriceCard,
  reserveOrderCard,
  leaveOrderCard,
  retryOrderCard,
  tieOrderCard,
} from './order-actions.ts';
import { orderCandidatesCard, orderChecklistCard, orderDifferenceCard, orderPreviewCard, lineProductsCard } from './order-views.ts';
import { invoiceCard } from './invoice.ts';
import { invoicesCard } from './invoices.ts';
import { linkCard, notYetCard, refuseCard, searchCard, takeBackNotYetCard, takeBackRefusalsCard, unlinkCard } from './link.ts';
import { recordCard } from './record.ts';
import { refreshCard } from './refresh.ts';
import type { CardDeps } from './request.ts';
import { subscriptionsCard } from './subscriptions.ts';
import { tieCandidates, tieCard, untieCard } from './ties.ts';

/** All behind the signature check: portal and user are HubSpot's word. */
export function cardRoutes(deps: CardDeps): Router {
  return Router()
    .get('/record', recordCard(deps))
    .get('/invoices', invoicesCard(deps))
    .get('/invoice', invoiceCard(deps))
    .get('/deal-candidates', tieCandidates(deps))
    .get('/deal-lines', dealLinesCard(deps))
    .get('/deal-orders', dealOrdersCard(deps))
    .get('/deal-projects', dealProjectsCard(deps))
    .get('/subscriptions', subscriptionsCard(deps))
    .get('/order-checklist', orderChecklistCard(deps))
    .get('/order-preview', orderPreviewCard(deps))
    .get('/order-difference', orderDifferenceCard(deps))
    .get('/order-candidates', orderCandidatesCard(deps))
    .get('/order-products', lineProductsCard(deps))
    .post('/orders/create', createOrderCard(deps))
    .post('/orders/confirm', changeOrderCard(deps, 'confirm'))
    .post('/orders/amend', changeOrderCard(deps, 'amend'))
    .post('/orders/cancel', changeOrderCard(deps, 'cancel'))
    .post('/orders/reserve', reserveOrderCard(deps))
    .post('/orders/approve', decideOrderCard(deps, approveByPerson))
    .post('/orders/decline', decideOrderCard(deps, declineByPerson))
    .post('/orders/accept', decideOrderCard(deps, acceptByPerson))
    .post('/orders/retry', retryOrderCard(deps))
    .post('/orders/leave', leaveOrderCard(deps))
    .post('/orders/list-price', listPriceCard(deps))
    .post('/orders/line-product', lineProductCard(deps))
    .post('/orders/tie', tieOrderCard(deps, tieByPerson))
    .post('/orders/untie', tieOrderCard(deps, untieByPerson))
    .get('/search', searchCard(deps))
    .post('/refresh', refreshCard(deps))
    .post('/link', linkCard(deps))
    .post('/unlink', unlinkCard(deps))
    .post('/refuse', refuseCard(deps))
    .post('/refuse/undo', takeBackRefusalsCard(deps))
    .post('/not-yet', notYetCard(deps))
    .post('/not-yet/undo', takeBackNotYetCard(deps))
    .get('/customer', customerCard(deps))
    .post('/customer/create', createCustomerCard(deps))
    .post('/customer/retry', retryCommandCard(deps))
    .post('/customer/leave', leaveCustomerCard(deps))
    .post('/customer/decide', decideFieldCard(deps))
    .post('/customer/undo', undoChangeCard(deps))
    .post('/customer/freeze', freezeCard(deps))
    .post('/tie', tieCard(deps))
    .post('/untie', untieCard(deps));
}
