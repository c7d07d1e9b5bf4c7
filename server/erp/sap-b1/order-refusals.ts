import { RecordRejectedError, type PuenteError } from '../../shared/errors.ts';

/** Why an order cannot be, or cannot be any more. Nothing was written. */
export const orderRefusals = {
  productNotSold: (product: string) => refused('order.product_not_sold', { product }),
  skuTooLong: (product: string, most: number) => refused('order.sku_too_long', { product, most }),
  noManualCodes: (product: string) => refused('order.no_manual_codes', { product }),
  customerBlocked: (message: string) => refused('order.customer_blocked', { message }),
  currencyNotAllowed: (currency: string) => refused('order.currency_not_allowed', { currency }),
  noPriceList: (currency: string, company: string) => refused('order.no_price_list', { currency, company }),
  companyUnknown: (company: string) => refused('order.company_unknown', { company }),
  noSuchChoice: (choice: string) => refused('order.no_such_choice', { choice }),
  noSuchProjectCode: (project: string) => refused('order.no_such_project_code', { project }),
  noKeyField: (field: string, size: number) => refused('order.no_key_field', { field, size }),
  approvalRefused: () => refused('order.approval_refused', {}),
  changedMeanwhile: (net: string) => refused('order.changed_meanwhile', { net }),
  notAmendable: (message: string, cause?: unknown) => refused('order.not_amendable', { message }, cause),
  notCancellable: (message: string, cause?: unknown) => refused('order.not_cancellable', { message }, cause),
};

const refused = (code: string, params: PuenteError['params'], cause?: unknown): RecordRejectedError =>
  new RecordRejectedError('The order cannot be made or changed like this', { code, params, cause });

/** The server's own refusal, as one of these; whatever else happened stays what it is. */
export function refusedAs(error: unknown, refusal: (message: string, cause: unknown) => RecordRejectedError): unknown {
  const isRefused = error instanceof RecordRejectedError && error.code === 'sap-b1.refused';
  return isRefused ? refusal(String(error.params['message']), error) : error;
}
