import { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { NewOrder, OrderDocument } from '../shared/contract.ts';
import { amountText } from '../shared/money.ts';
import type { Connection } from './connection.ts';
import { currencyOf, figureText } from './mapping.ts';
import { prepareOrder } from './new-order.ts';
import { askForOrder, LAST_FLAT, taxesIn } from './order-question.ts';

/** As the form of a new order computes it, which writes nothing. */
export async function previewOrder(connection: Connection, order: NewOrder, signal: AbortSignal): Promise<OrderDocument> {
  const { client, references } = connection;
  const { version } = await client.server(signal);
  if (version <= LAST_FLAT) throw needsNewerVersion(version);
  const prepared = await prepareOrder(connection, order, { signal });
  const asked = await askForOrder(connection, prepared, signal);
  const { code: currency, decimals } = currencyOf(references, prepared.currencyId);
  await references.taxes.ensure(asked.lines.flatMap(taxesIn), signal);
  const inCurrency = (value: number): string => amountText(value, decimals);
  return {
    currency,
    untaxed: inCurrency(asked.amount_untaxed),
    tax: inCurrency(asked.amount_tax),
    total: inCurrency(asked.amount_total),
    lines: asked.lines.map((line, at) => ({
      productId: erpRecordId(order.lines[at]!.productId),
      description: line.name ?? '',
      quantity: figureText(line.product_uom_qty),
      unitPrice: figureText(line.price_unit),
      discount: figureText(line.discount),
      net: inCurrency(line.price_subtotal),
      taxes: taxesIn(line).flatMap((id) => references.taxes.get(id)?.name ?? []),
    })),
  };
}

/** The form of 16 was never seen to tell totals. */
function needsNewerVersion(version: number): RecordRejectedError {
  const params = { version, needed: LAST_FLAT + 1, message: `Odoo ${version}` };
  return new RecordRejectedError('This version of Odoo cannot preview an order', { code: 'odoo.preview_needs_newer_version', params });
}
