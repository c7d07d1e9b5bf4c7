import type { RequestHandler } from 'express';
import type { LinkedCustomer, RecordView } from '../../../hubspot-app/app/cards/api/types.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import { loadFigures } from '../../records/queries/figures.ts';
import { loadLinkedCustomers, type StoredCustomer } from '../../records/queries/customers.ts';
import { loadRecordState } from '../../records/queries/record-state.ts';
import type { RecordScope } from '../../records/queries/totals.ts';
import { loadDealCustomers, loadDealInvoices, loadMirrorSince } from '../../records/queries/deal.ts';
import { listRecordProblems } from '../../portals/problems.ts';
import { requestPullOnVisit } from '../../sync/pull/schedule.ts';
import { findSuggestions } from '../../sync/match/suggestions.ts';
import { loadConnections, type CardConnection } from './connections.ts';
import { nameLinkedRecords } from './linked-elsewhere.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';
import { loadViewer, type Viewer } from '../viewer.ts';
import { isDeal, type CustomerObjectType } from '../../shared/object-types.ts';

/** What both cards show before the table, in one answer from the mirror: no ERP and no HubSpot is waited for. */
export function recordCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await loadViewer(deps, req);
    const scope = scopeOf(viewer, RecordQuery.parse(req.query));
    if (req.query['opened'] === 'true') await requestPullOnVisit(deps.db, deps.enqueue, viewer.portalId, deps.now());
    res.json(await viewRecord(deps, viewer, scope));
  };
}

async function viewRecord(deps: CardDeps, viewer: Viewer, scope: RecordScope): Promise<RecordView> {
  const { isAdministrator } = viewer;
  const [connections, customers] = await Promise.all([loadConnections(deps, viewer), loadCustomers(deps, scope)]);
  if (viewer.isPaused || connections.length === 0) {
    return { state: 'not_connected', isPaused: viewer.isPaused, isAdministrator, administrators: await viewer.administrators() };
  }
  if (!viewer.seesAmounts) return { state: 'not_allowed', administrators: await viewer.administrators(), notices: viewer.notices };
  const working = connections.filter(({ isLive }) => isLive);
  if (working.length === 0) return preparing(viewer, connections);
  if (isDeal(scope.objectType)) {
    const [dealInvoices, figures] = await Promise.all([loadDealInvoices(deps.db, scope), viewFigures(deps, viewer, scope, working)]);
    return { state: 'linked', customers: withLinks(working, customers), dealInvoices, orderProperty: ORDER_NUMBER, ...figures };
  }
  if (customers.length === 0) return viewNotLinked(deps, viewer, { ...scope, objectType: scope.objectType }, working);
  const figures = await viewFigures(deps, viewer, scope, working);
  return { state: 'linked', customers: withLinks(working, customers), dealInvoices: null, orderProperty: null, ...figures };
}

const loadCustomers = ({ db }: CardDeps, scope: RecordScope): Promise<StoredCustomer[]> =>
  isDeal(scope.objectType) ? loadDealCustomers(db, scope) : loadLinkedCustomers(db, { ...scope, objectType: scope.objectType });

function preparing({ isAdministrator }: Viewer, connections: CardConnection[]): RecordView {
  return {
    state: 'preparing',
    isAdministrator,
    needsApproval: connections.some(({ isRead }) => isRead),
    rowsRead: connections.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
  };
}

async function viewNotLinked(
  deps: CardDeps,
  viewer: Viewer,
  { portalId, objectType, recordId }: RecordScope & { objectType: CustomerObjectType },
  connections: CardConnection[],
): Promise<RecordView> {
  const record = { portalId, objectType, recordId };
  const [{ refused, ...suggestions }, problems] = await Promise.all([
    findSuggestions(deps, viewer.settings, record),
    listRecordProblems(deps.db, record),
  ]);
  return {
    state: 'not_linked',
    ...suggestions,
    candidates: await nameLinkedRecords(deps, viewer, objectType, suggestions.candidates),
    refused: refused && { ...refused, customers: await nameLinkedRecords(deps, viewer, objectType, refused.customers) },
    notices: [...viewer.notices, ...problems],
    canDecide: true,
    connections: connections.map(({ view }) => view),
  };
}

async function viewFigures(deps: CardDeps, viewer: Viewer, scope: RecordScope, connections: CardConnection[]) {
  const { companyCurrency, settings } = viewer;
  const [{ totals, lastPayment: payment, lastInvoice: last, isEmpty }, { properties, notices }] = await Promise.all([
    loadFigures(deps.db, scope, companyCurrency),
    loadRecordState(deps.db, scope, deps.now()),
  ]);
  return {
    connections: connections.map(({ view }) => view),
    totals,
    lastPayment: payment ? { on: payment.on, method: payment.method, money: { amount: payment.amount, currency: payment.currency } } : null,
    lastInvoice: last
      ? { number: last.number, on: last.issuedOn, money: { amount: last.total, currency: last.currency }, status: last.status }
      : null,
    isEmpty,
    // Only an empty card says since when we look.
    since: !isEmpty ? null : await loadMirrorSince(deps.db, viewer.portalId),
    properties,
    propertyCurrency: settings.writesAmounts && totals.some(({ currency }) => currency !== companyCurrency) ? companyCurrency : null,
    notices: [...viewer.notices, ...notices],
    canDecide: true,
  };
}

const withLinks = (connections: CardConnection[], customers: StoredCustomer[]): LinkedCustomer[] =>
  customers.map((customer) => {
    const connection = connections.find(({ view }) => view.id === customer.connectionId);
    return { ...customer, url: connection?.linkTo?.('customers', customer.id) ?? null };
  });
