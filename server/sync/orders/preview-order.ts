import type { OrderPreview, OrderPreviewLine } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { Money } from '../../../hubspot-app/app/cards/api/types.ts';
import type { OrderDocument } from '../../erp/shared/orders.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { Reason } from '../commands/command-facts.ts';
import { WAITING_CUSTOMER } from '../commands/command-rows.ts';
import { WAITING_CATALOG } from '../shared/first-products.ts';
import type { BuiltOrder } from './build-order.ts';
import { isWithinRounding } from './build-line.ts';
import { askErp, buildFor, loadDealContext, type DealContext, type DealDeps, type DealRef } from './deal-context.ts';

/** The document before anything exists: as the ERP would have it where it can say so, else as it would be sent. */
export async function previewOrder(deps: DealDeps, ref: DealRef): Promise<OrderPreview> {
  const context = await loadDealContext(deps, ref);
  if (!context) return { state: 'off' };
  const built = await buildFor(deps, context, ref);
  const { customer, order, currency } = built;
  const isComplete = order !== null || built.newProducts.length > 0 || built.awaitsProducts;
  if (built.reasons.length > 0 || !isComplete || currency === null) return { state: 'refused', reasons: built.reasons };
  if (customer.state !== 'linked') return { state: 'refused', reasons: [{ code: WAITING_CUSTOMER, params: {} }] };
  if (built.awaitsProducts) return { state: 'refused', reasons: [{ code: WAITING_CATALOG, params: {} }] };
  // The ERP can say nothing of what it does not know.
  if (!order) return toPreview(context, built, null);
  const input = { customerId: customer.customerId, contactId: customer.contactId, ...order };
  try {
    const document = await askErp(
      deps,
      context.scope,
      (erp, signal) => erp.capabilities.orders?.preview?.(input, signal) ?? Promise.resolve(null),
    );
    return toPreview(context, built, document);
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    return { state: 'refused', reasons: [toReason(error)] };
  }
}

const toReason = ({ code, params }: RecordRejectedError): Reason =>
  code.startsWith('order.')
    ? { code, params }
    : { code: 'order.refused', params: { message: String(params['message'] ?? code), fields: null } };

function toPreview({ connectionName, rules }: DealContext, built: BuiltOrder, document: OrderDocument | null): OrderPreview {
  const { customer, notices, lines, dealNet } = built;
  const currency = built.currency!;
  const money = (amount: string, inCurrency = currency): Money => ({ amount, currency: inCurrency });
  const net = document?.untaxed ?? (rules.prices === 'deal' ? dealNet : null);
  const said = document ? toLines(document, built) : null;
  return {
    ...{ state: 'ready', source: document ? 'erp' : 'deal', connectionName, notices: [...notices] },
    customer: customer.state === 'linked' ? { name: customer.name, number: customer.number } : { name: '', number: null },
    lines:
      said ??
      lines.map(({ name, sku, terms }) => ({
        ...{ name, sku, quantity: terms.quantity, discount: terms.discount, taxes: [] },
        unitPrice: terms.unitPrice === null ? null : money(terms.unitPrice),
        net: terms.net === null ? null : money(terms.net),
      })),
    net: net === null ? null : money(net, document?.currency),
    tax: document && money(document.tax, document.currency),
    total: document && money(document.total, document.currency),
    dealNet: money(dealNet ?? '0'),
    isDifferent:
      document !== null && dealNet !== null && !isWithinRounding(dealNet, document.untaxed, { currency, lineCount: lines.length }),
  };
}

function toLines({ currency, lines }: OrderDocument, built: BuiltOrder): OrderPreviewLine[] {
  return lines.map(({ productId, description, quantity, unitPrice, discount, net, taxes }) => ({
    name: description,
    sku: built.lines.find(({ product }) => product?.productId === productId)?.product?.sku ?? null,
    ...{ quantity, discount, taxes },
    unitPrice: { amount: unitPrice, currency },
    net: { amount: net, currency },
  }));
}
