import { B1Error } from '../errors.ts';
import { cents, units } from '../money.ts';
import type { DocumentRow, ItemRow, PartnerRow, Row } from '../rows.ts';
import type { Tx } from '../store.ts';

/** Of which document a line is. */
export interface Place {
  partner: PartnerRow;
  currency: string;
  branch: Row[string];
}

/** By the partner's list, in the document's currency. */
export function listPrice(tx: Tx, item: ItemRow, { partner, currency }: Place): number {
  const price = item.ItemPrices.find(({ PriceList }) => PriceList === partner.PriceListNum);
  if (!price?.Price) return 0;
  const rateOf = (code: string): number => (code === tx.store.facts.LocalCurrency ? 1 : tx.store.rateOn(code, tx.stamp.date));
  return units(Math.round((cents(Number(price.Price)) * rateOf(String(price.Currency))) / rateOf(currency)));
}

export function taxOf(tx: Tx, { ArTaxCode }: ItemRow): number {
  return typeof ArTaxCode === 'string' ? Number(tx.find('SalesTaxCodes', ArTaxCode)?.Rate ?? 0) : 21;
}

export const takenOf = (line: Row): number => Number(line.Quantity) - Number(line.RemainingOpenQuantity);
/** What was agreed with the partner for all items. */
export const discountOf = ({ _discount }: PartnerRow): number => Number(_discount ?? 0);
export const userFieldsOf = (row: Row): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(row).filter((entry): entry is [string, string | number] => entry[0].startsWith('U_') && entry[1] !== null),
  );

/** Totals that are sent have to be those the server computes. */
export function requireSums(given: Row, made: DocumentRow): void {
  const isWrong = typeof given.DocTotal === 'number' && cents(given.DocTotal) !== cents(made.DocTotalFc || made.DocTotal);
  const lines = (given.DocumentLines ?? []) as readonly Row[];
  const isWrongLine = lines.some(
    ({ LineTotal }, at) => typeof LineTotal === 'number' && cents(LineTotal) !== cents(Number(made.DocumentLines[at]?.LineTotal)),
  );
  if (isWrong || isWrongLine) throw new B1Error(400, -5002, 'Total does not agree with quantity, price and discount');
}
