import type { RequestHandler } from 'express';
import type { z } from 'zod';
import type { InvoiceDetail } from '../../../hubspot-app/app/cards/api/types.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { isDeal } from '../../shared/object-types.ts';
import { loadInvoiceDetail, type StoredInvoiceDetail } from '../../records/queries/invoice-detail.ts';
import { toInvoiceRow } from '../../records/queries/invoices.ts';
import type { RecordScope } from '../../records/queries/totals.ts';
import { companiesOfDeal } from '../../sync/inbox/deal-companies.ts';
import { NotFoundError } from '../failures.ts';
import { requireAmounts } from '../viewer.ts';
import { loadLinkers } from './linkers.ts';
import { InvoiceId, RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** What the panel shows: lines, taxes, payments, credit notes, what remains. */
export function invoiceCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const scope = scopeOf(viewer, RecordQuery.parse(req.query));
    const stored = await findInvoice(deps, scope, InvoiceId.parse(req.query));
    if (!stored) throw new NotFoundError('Invoice not on this record', { code: 'not_found' });
    const linkers = await loadLinkers(deps, viewer.portalId, [stored]);
    const link = (stream: StreamName, id: ErpRecordId) => linkers.link(stored.connectionId, stream, id);
    res.json({ ...toDetail(stored, link), tie: isDeal(scope.objectType) ? tieOf(stored) : null } satisfies InvoiceDetail);
  };
}

/** HubSpot is asked only for an invoice that the deal does not carry: it may be one of its companies', to be tied. */
async function findInvoice(
  deps: CardDeps,
  scope: RecordScope,
  invoice: z.infer<typeof InvoiceId>,
): Promise<StoredInvoiceDetail | undefined> {
  const carried = await loadInvoiceDetail(deps.db, scope, invoice, []);
  if (carried || !isDeal(scope.objectType)) return carried;
  return loadInvoiceDetail(deps.db, scope, invoice, await companiesOfDeal(deps, scope.portalId, scope.recordId));
}

function toDetail(stored: StoredInvoiceDetail, link: (stream: StreamName, id: ErpRecordId) => string | null): Omit<InvoiceDetail, 'tie'> {
  const money = (amount: string) => ({ amount, currency: stored.currency });
  const isForeign = stored.baseCurrency !== stored.currency;
  const [creditNotes, payments] = [true, false].map((isNote) => stored.settlements.filter(({ by }) => (by === 'credit_note') === isNote));
  return {
    ...toInvoiceRow(pickRow(stored), link('invoices', stored.id), stored.customerName),
    base: isForeign
      ? {
          total: { amount: stored.baseTotal, currency: stored.baseCurrency },
          open: { amount: stored.baseOpen, currency: stored.baseCurrency },
        }
      : null,
    untaxed: money(stored.untaxed),
    tax: money(stored.tax),
    reference: stored.reference,
    origin: stored.origin,
    lines: stored.lines.slice(0, SHOWN).map((line) => ({
      ...line,
      description: shortened(line.description),
      unitPrice: line.unitPrice === null ? null : money(line.unitPrice),
      net: money(line.net),
    })),
    instalments: stored.instalments
      .slice(0, SHOWN)
      .map((part) => ({ dueOn: part.dueOn, total: money(part.total), open: money(part.open) })),
    payments: payments!.slice(-SHOWN).map(({ by, sourceId, amount, ...payment }) => ({
      ...payment,
      money: money(amount),
      url: by === 'payment' && sourceId ? link('payments', sourceId) : null,
    })),
    creditNotes: creditNotes!.slice(-SHOWN).map(({ label, on, amount, sourceId }) => ({
      number: label,
      on,
      money: money(amount),
      url: sourceId ? link('invoices', sourceId) : null,
    })),
    left: {
      lines: leftOf(stored.lines),
      instalments: leftOf(stored.instalments),
      payments: leftOf(payments!),
      creditNotes: leftOf(creditNotes!),
    },
    reverses: stored.reversesId ? { number: stored.reversesNumber, url: link('invoices', stored.reversesId) } : null,
  };
}

/** Of lines, instalments, payments and credit notes each: HubSpot takes 1 MB an answer, and people read fewer. The newest payments count. */
const SHOWN = 200;
const leftOf = (all: readonly unknown[]): number => Math.max(0, all.length - SHOWN);

const LONGEST_DESCRIPTION = 500;
const shortened = (text: string): string =>
  text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION).toWellFormed()}…` : text;

function pickRow({
  connectionId,
  id,
  number,
  type,
  status,
  issuedOn,
  dueOn,
  instalmentCount,
  daysOverdue,
  hiddenSince,
  settledOn,
  currency,
  total,
  open,
  overdue,
  customerName,
}: StoredInvoiceDetail) {
  return {
    connectionId,
    id,
    number,
    type,
    status,
    issuedOn,
    dueOn,
    instalmentCount,
    daysOverdue,
    hiddenSince,
    settledOn,
    currency,
    total,
    open,
    overdue,
    customerName,
  };
}

function tieOf(stored: StoredInvoiceDetail): InvoiceDetail['tie'] {
  if (stored.isTiedByPerson) return 'tied_by_person';
  return stored.isCarried ? 'tied_by_order' : 'can_tie';
}
