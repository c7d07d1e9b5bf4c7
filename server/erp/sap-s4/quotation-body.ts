import { addDays } from '../../shared/calendar.ts';
import type { NewOrder } from '../shared/contract.ts';
import { todayOf } from '../shared/today.ts';
import type { Connection } from './connection.ts';
import { newItems } from './order-lines.ts';
import { orderRefusals } from './order-refusals.ts';
import { saleTo } from './sales-areas.ts';
import { QUOTATION } from './sales-kinds.ts';

type Properties = Record<string, unknown>;
/** An offer ends some day, and without a day it is incomplete. */
const VALID_DAYS = 90;

/** A whole quotation, but for what it is found by. */
export async function quotationBody(connection: Connection, order: NewOrder, signal: AbortSignal): Promise<Properties> {
  const { settings } = connection;
  const today = todayOf(connection);
  return {
    ...(await salesHead(connection, order, signal)),
    SalesQuotationType: settings.quotationType ?? 'QT',
    BindingPeriodValidityStartDate: dayValue(today),
    BindingPeriodValidityEndDate: dayValue(addDays(today, VALID_DAYS)),
    ...personsOf(order),
    to_Item: { results: await newItems(connection, { kind: QUOTATION, order, lines: order.lines }, signal) },
  };
}

/** Who buys, where, in which currency and on which terms. */
export async function salesHead(connection: Connection, order: NewOrder, signal: AbortSignal): Promise<Properties> {
  const { customer, area } = await saleTo(connection, order, signal);
  return {
    SalesOrganization: area.SalesOrganization,
    DistributionChannel: area.DistributionChannel,
    OrganizationDivision: area.Division,
    SoldToParty: customer,
    TransactionCurrency: order.currency,
    ...termsOf(order),
    ...priceListOf(order),
  };
}

/** Days are written as instants at midnight of UTC. */
const dayValue = (day: string): string => `/Date(${Date.parse(`${day}T00:00:00Z`)})/`;

export const termsOf = ({ paymentTermId }: NewOrder): Properties => (paymentTermId === null ? {} : { CustomerPaymentTerms: paymentTermId });

/** `PPR0/1010/10/02/MXN`: of a list for all customers nothing has to be said. */
function priceListOf({ priceListId, currency }: NewOrder): Properties {
  if (priceListId === null) return {};
  const [, , , type = '', listed] = priceListId.split('/');
  if (listed === undefined) throw orderRefusals.noSuchChoice(`PriceListType ${priceListId}`);
  if (listed !== currency) throw orderRefusals.noPriceList(currency, priceListId);
  return type === '' ? {} : { PriceListType: type };
}

function personsOf({ contactId, salespersonId }: NewOrder): Properties {
  // Nobody can be chosen: no service tells who sells.
  if (salespersonId !== null) throw orderRefusals.noSuchChoice(`Personnel ${salespersonId}`);
  return contactId === null ? {} : { to_Partner: { results: [{ PartnerFunction: 'CP', ContactPerson: contactId }] } };
}
