import { RecordRejectedError, type PuenteError } from '../../shared/errors.ts';

/** Why an order cannot be, or cannot be any more. Nothing was written. */
export const orderRefusals = {
  productNotSold: (product: string) => refused('order.product_not_sold', { product }),
  customerBlocked: (message: string) => refused('order.customer_blocked', { message }),
  customerArchived: (customer: string) => refused('order.customer_archived', { customer }),
  noPriceList: (currency: string, company: string, cause?: unknown) => refused('order.no_price_list', { currency, company }, cause),
  companyUnknown: (company: string) => refused('order.company_unknown', { company }),
  noSalesArea: (customer: string) => refused('sap-s4.no_sales_area', { customer, message: `Customer ${customer} has no sales area` }),
  severalSalesAreas: (customer: string, areas: readonly string[]) =>
    refused('sap-s4.several_sales_areas', {
      ...{ customer, areas: areas.join(', ') },
      message: `Customer ${customer} has several sales areas: ${areas.join(', ')}`,
    }),
  noSuchChoice: (choice: string) => refused('order.no_such_choice', { choice }),
  changedMeanwhile: (net: string) => refused('order.changed_meanwhile', { net }),
  notAmendable: (message: string, cause?: unknown) => refused('order.not_amendable', { message }, cause),
  notCancellable: (message: string, cause?: unknown) => refused('order.not_cancellable', { message }, cause),
};

const refused = (code: string, params: PuenteError['params'], cause?: unknown): RecordRejectedError =>
  new RecordRejectedError('The order cannot be made or changed like this', { code, params, cause });

const isRefused = (error: unknown): error is RecordRejectedError => error instanceof RecordRejectedError && error.code === 'sap-s4.refused';

/** The system's own refusal, as one of these; whatever else happened stays what it is. */
export const refusedAs = (error: unknown, refusal: (message: string, cause: unknown) => RecordRejectedError): unknown =>
  isRefused(error) ? refusal(String(error.params['message']), error) : error;

/** "Enter rate CHF / MXN rate type M for …": nobody entered at which rate this currency is counted. */
const NO_RATE = 'SG/105';
export const hasNoRate = (error: unknown): boolean => isRefused(error) && error.params['errorCode'] === NO_RATE;
