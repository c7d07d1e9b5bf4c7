import type { RequestHandler } from 'express';
import type { DealCandidates } from '../../../hubspot-app/app/cards/api/types.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { isDeal } from '../../shared/object-types.ts';
import { loadInvoiceDetail } from '../../records/queries/invoice-detail.ts';
import { loadTieCandidates, whatDealLacks } from '../../records/queries/tie-candidates.ts';
import type { RecordScope } from '../../records/queries/totals.ts';
import { companiesOfDeal } from '../../sync/inbox/deal-companies.ts';
import { tieInvoice, untieInvoice } from '../../sync/match/ties.ts';
import { requireConnection } from '../connection.ts';
import { NotFoundError } from '../failures.ts';
import { requireAmounts, type Viewer } from '../viewer.ts';
import { toRows } from './invoices.ts';
import { loadLinkers } from './linkers.ts';
import { InvoiceId, RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** Recent invoices of the deal's companies that are on no deal yet. */
export function tieCandidates(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const scope = dealScope(viewer, req.query);
    const companies = await companiesOfDeal(deps, scope.portalId, scope.recordId);
    const rows = await loadTieCandidates(deps.db, scope, companies);
    const linkers = await loadLinkers(deps, viewer.portalId, rows);
    const lacks = await whatDealLacks(deps.db, viewer.portalId, companies);
    res.json({ invoices: toRows(rows, linkers), lacks } satisfies DealCandidates);
  };
}

/** Ties an invoice of the deal's company to the deal. */
export function tieCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const scope = dealScope(viewer, req.body);
    const invoice = InvoiceId.parse(req.body);
    await requireConnection(deps, viewer.portalId, invoice);
    const companies = await companiesOfDeal(deps, scope.portalId, scope.recordId);
    if (!(await loadInvoiceDetail(deps.db, scope, invoice, companies))) {
      throw new NotFoundError('Invoice does not belong to a company of this deal', { code: 'not_found' });
    }
    await tieInvoice(deps, { portalId: scope.portalId, ...invoice, dealId: scope.recordId }, viewer.userId);
    res.json({ done: true });
  };
}

export function untieCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const scope = dealScope(viewer, req.body);
    const invoice = InvoiceId.parse(req.body);
    await requireConnection(deps, viewer.portalId, invoice);
    await untieInvoice(deps, { portalId: scope.portalId, ...invoice, dealId: scope.recordId });
    res.json({ done: true });
  };
}

function dealScope(viewer: Viewer, input: unknown): RecordScope {
  const scope = scopeOf(viewer, RecordQuery.parse(input));
  if (isDeal(scope.objectType)) return scope;
  throw new InvalidInputError('Only deals have ties', { code: 'input.invalid', params: { field: 'objectTypeId' } });
}
