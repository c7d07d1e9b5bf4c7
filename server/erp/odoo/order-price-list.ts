import { z } from 'zod';
import type { NewOrder } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { currencyOf } from './mapping.ts';
import type { OrderCompany } from './order-company.ts';
import type { Party } from './order-party.ts';
import { noPriceList } from './order-refusals.ts';
import { Id } from './raw.ts';
import { searchRead } from './search.ts';

const RawLists = rowsOf(z.object({ id: Id, currency_id: Id, sequence: z.number().optional().default(0) }));

const termsOf = ({ id, currency_id }: { id: number; currency_id: number }): OrderTerms => ({ priceListId: id, currencyId: currency_id });

/** Until then an order always has a list. */
const LAST_WITH_OBLIGATORY_LIST = 16;

export interface OrderTerms {
  /** Null: none, which means the company's own currency. */
  priceListId: number | null;
  currencyId: number;
}

/**
 * The currency of an order is that of its price list, whatever else is written: the list that was asked for, else the customer's own, else the
 * company's first in that currency.
 */
export async function findPriceList(
  connection: Connection,
  { currency, priceListId }: Pick<NewOrder, 'currency' | 'priceListId'>,
  { company, customer }: { company: OrderCompany; customer: Party['customer'] },
  signal: AbortSignal,
): Promise<OrderTerms> {
  const { client, references } = connection;
  const domain = [['active', '=', true], ['company_id', 'in', [false, ...company.sharing]]] as const; // prettier-ignore
  const search = { model: 'product.pricelist', domain, fields: ['currency_id', 'sequence'] };
  const lists = RawLists.parse(await searchRead(client, search, signal));
  await references.currencies.ensure([company.currencyId, ...lists.map(({ currency_id }) => currency_id)], signal);
  const fitting = lists.filter(({ currency_id }) => references.currencies.get(currency_id)?.code === currency);
  const wanted = priceListId === null ? customer.property_product_pricelist : Number(priceListId);
  const chosen = fitting.find(({ id }) => id === wanted);
  if (chosen) return termsOf(chosen);
  const [first] = fitting.toSorted((a, b) => a.sequence - b.sequence || a.id - b.id);
  if (first && priceListId === null) return termsOf(first);
  const isOwnCurrency = currencyOf(references, company.currencyId).code === currency;
  const mayBeWithout = priceListId === null && isOwnCurrency && (await client.server(signal)).version > LAST_WITH_OBLIGATORY_LIST;
  if (mayBeWithout) return { priceListId: null, currencyId: company.currencyId };
  throw noPriceList(currency, company.name);
}
