import { z } from 'zod';
import { ReconnectError, RecordRejectedError, TransientError, UnclearOutcomeError } from '../../shared/errors.ts';
import { add } from '../../shared/decimals.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { NewOrder, OrderDocument } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { priceOf, taxesOf, taxOf } from './order-prices.ts';
import { hasNoRate, orderRefusals } from './order-refusals.ts';
import { salesHead } from './quotation-body.ts';
import { newItems } from './order-lines.ts';
import { asOrder, QUOTATION } from './sales-kinds.ts';
import { SERVICES } from './services.ts';
import { DecimalText, Flag, Text } from './values.ts';

const SET = 'A_SalesOrderSimulation';

const many = <T extends z.ZodType>(row: T) => z.object({ results: rowsOf(row) }).transform(({ results }) => results);
const RawCondition = z.object({
  ConditionType: Text,
  ConditionClass: Text,
  ConditionRateValue: DecimalText.nullish(),
  ConditionCurrency: Text,
  ConditionQuantity: DecimalText.nullish(),
  ConditionQuantityUnit: Text,
  ConditionAmount: DecimalText.nullish(),
  ConditionInactiveReason: Text,
  ConditionIsForStatistics: Flag,
});
const RawItem = z.object({
  Material: Text,
  SalesOrderItemText: Text,
  RequestedQuantity: DecimalText,
  RequestedQuantityUnit: Text,
  TransactionCurrency: z.string().length(3),
  NetAmount: DecimalText,
  TaxAmount: DecimalText.nullish(),
  to_PricingElement: many(RawCondition),
});
const Simulated = z.object({
  to_Pricing: z.object({ TotalNetAmount: DecimalText, TransactionCurrency: z.string().length(3) }),
  to_Item: many(RawItem),
});

/** The document as the system prices it: an order is simulated and not saved. Quotations have no simulation, and are priced alike. */
export async function previewOrder(connection: Connection, order: NewOrder, signal: AbortSignal): Promise<OrderDocument> {
  const head = await salesHead(connection, order, signal);
  const items = await newItems(connection, { kind: QUOTATION, order, lines: order.lines }, signal);
  const body = {
    ...head,
    SalesOrderType: connection.settings.orderType ?? 'OR',
    // What is named is answered.
    to_Pricing: {},
    to_Item: items.map((item, at) => ({
      to_PricingElement: [],
      ...(asOrder(QUOTATION, item) as object),
      SalesOrderItem: String((at + 1) * 10),
    })),
  };
  const { to_Pricing: pricing, to_Item: simulated } = Simulated.parse(await simulate(connection, body, order, signal));
  const lines = simulated.map(toLine);
  const tax = add('0', ...lines.map((line) => line.tax));
  return {
    currency: pricing.TransactionCurrency,
    untaxed: pricing.TotalNetAmount,
    tax,
    total: add(pricing.TotalNetAmount, tax),
    lines: lines.map(({ tax: _tax, ...line }) => line),
  };
}

function toLine(item: z.output<typeof RawItem>) {
  const inForce = item.to_PricingElement.filter((one) => one.ConditionInactiveReason === null && !one.ConditionIsForStatistics);
  return {
    productId: item.Material === null ? null : erpRecordId(item.Material),
    description: item.SalesOrderItemText ?? '',
    quantity: item.RequestedQuantity,
    ...priceOf(item, inForce),
    net: item.NetAmount,
    taxes: taxesOf(inForce),
    tax: taxOf(item, inForce),
  };
}

/** A question, for all that it is put like a change: nothing is unclear about one that was not answered. */
async function simulate({ writer }: Connection, body: object, { currency }: NewOrder, signal: AbortSignal): Promise<unknown> {
  try {
    return await writer.create(SERVICES.simulation, SET, body, signal);
  } catch (error) {
    if (hasNoRate(error)) throw orderRefusals.noPriceList(currency, '', error);
    if (error instanceof UnclearOutcomeError)
      throw new TransientError(error.message, { code: error.code, params: error.params, cause: error });
    // A system of one's own may have the orders without their simulation.
    if (error instanceof ReconnectError && error.code === 'sap-s4.missing_scenario')
      throw new RecordRejectedError('Orders cannot be simulated', {
        code: 'sap-s4.no_simulation',
        params: { ...error.params, message: error.message },
        cause: error,
      });
    throw error;
  }
}
