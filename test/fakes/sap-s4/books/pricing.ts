import type { Amount } from '../money.ts';
import type { Tx } from '../store.ts';
import { SALES_AREA } from './products.ts';

export const CONDITIONS = 'A_SlsPrcgConditionRecord';
export const VALIDITIES = 'A_SlsPrcgCndnRecdValidity';
const SCALES = 'A_SlsPrcgCndnRecordScale';

export interface PriceInput {
  product: string;
  amount: Amount;
  currency: string;
  /** Two characters; default none: what everybody pays. */
  priceListType?: string;
  /** Of one customer alone. */
  customer?: string;
  /** The amount is for so many; default 1. */
  per?: number;
  from?: string;
  until?: string;
  /** Other amounts from a quantity on. */
  scale?: readonly { from: number; amount: Amount }[];
}

const TYPE = 'PPR0';
const FOR_EVER = '9999-12-31';

/** A condition record, with the key it is found by and its scale. Returns its number. */
export function addPrice(tx: Tx, input: PriceInput): string {
  const { product, amount, currency, priceListType = '', customer = '', per = 1, scale = [] } = input;
  const record = String(tx.store.next('ConditionRecord', 1)).padStart(10, '0');
  const validity = {
    ConditionRecord: record,
    ConditionApplication: 'V',
    ConditionType: TYPE,
    ConditionValidityStartDate: input.from ?? '2020-01-01',
    ConditionValidityEndDate: input.until ?? FOR_EVER,
  };
  tx.put(CONDITIONS, record, {
    ...validity,
    ConditionSequentialNumber: '01',
    ConditionTable: customer === '' ? (priceListType === '' ? '304' : '306') : '305',
    ConditionCalculationType: 'C',
    ConditionRateValue: amountText(amount),
    ConditionRateValueUnit: currency,
    ConditionCurrency: currency,
    ConditionQuantity: String(per),
    ConditionQuantityUnit: 'PC',
    ConditionToBaseQtyNmrtr: '1',
    ConditionToBaseQtyDnmntr: '1',
    LastChangeDateTime: tx.stamp.at.toISOString(),
  });
  tx.put(VALIDITIES, `${record}/${validity.ConditionValidityEndDate}`, {
    ...validity,
    Material: product,
    SalesOrganization: SALES_AREA.organisation,
    DistributionChannel: SALES_AREA.channel,
    PriceListType: priceListType,
    TransactionCurrency: priceListType === '' ? '' : currency,
    Customer: customer,
  });
  scale.forEach(({ from, amount: other }, index) =>
    tx.put(SCALES, `${record}/01/${String(index + 1).padStart(4, '0')}`, {
      ConditionRecord: record,
      ConditionSequentialNumber: '01',
      ConditionScaleLine: String(index + 1).padStart(4, '0'),
      ConditionScaleQuantity: String(from),
      ConditionScaleQuantityUnit: 'PC',
      ConditionRateValue: amountText(other),
      ConditionRateValueUnit: currency,
    }),
  );
  return record;
}

const amountText = (amount: Amount): string => Number(amount).toFixed(2);

/** Another amount in the record that is there. */
export function changePrice(tx: Tx, record: string, amount: Amount): void {
  tx.patch(CONDITIONS, record, { ConditionRateValue: amountText(amount), LastChangeDateTime: tx.stamp.at.toISOString() });
}

/** Marked for deletion, which stays in the tables. */
export function deletePrice(tx: Tx, record: string): void {
  tx.patch(CONDITIONS, record, { ConditionIsDeleted: true, LastChangeDateTime: tx.stamp.at.toISOString() });
}
