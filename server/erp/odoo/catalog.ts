import { z } from 'zod';
import { PRICED_AT_ONCE, type CatalogChoices, type CatalogSupport, type ListedPrice } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { readCosts } from './costs.ts';
import { HIGHEST_ID, type Domain } from './domain.ts';
import { failures, isMissingModule, isRefusal, REFUSED_QUESTIONS } from './errors.ts';
import { readCompanies } from './identity.ts';
import { currencyOf } from './mapping.ts';
import { Id, RawNamed, Reference, Text } from './raw.ts';
import type { Currency } from './references.ts';
import { searchRead } from './search.ts';
import { scopeOf } from './stream.ts';
import { amountText } from '../shared/money.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import { askAboutProducts } from '../shared/refused-question.ts';
import { readableRows, rowsOf } from '../shared/rows.ts';

/** What an administrator chooses from, and what a list asks for a product. */
export function createCatalog(connection: Connection): CatalogSupport {
  const asker = createPriceAsker(connection);
  return {
    async choices(signal) {
      const [priceLists, warehouses, categories, tags, companies] = await Promise.all([
        readPriceLists(connection, signal),
        readChoices(connection, { model: 'stock.warehouse', field: 'name', ofCompanies: true }, signal),
        readChoices(connection, { model: 'product.category', field: 'complete_name' }, signal),
        readChoices(connection, { model: 'product.tag', field: 'name' }, signal),
        readCompanies(connection, signal),
      ]);
      const { companies: chosen } = connection.settings;
      const known = companies.map(({ id, name }) => ({ id: String(id), name: name ?? `#${id}` }));
      return {
        ...{ priceLists, warehouses, categories, tags },
        companies: known.filter(({ id }) => chosen.length === 0 || chosen.includes(id)),
      };
    },

    async pricesOf(listId, productIds, signal) {
      const wanted = numbersIn(productIds);
      const products = await existing(connection, wanted, signal);
      const [list] = await readLists(connection, [['id', 'in', numbersIn([listId])]], signal);
      // A list that is gone has no price for anything.
      if (!list) return new Map(products.map((id) => [erpRecordId(id), null]));
      if (list.currency_id === null) throw new UnreadableError('currency_id');
      const currency = currencyOf(connection.references, list.currency_id);
      const answer = new Map<ErpRecordId, ListedPrice | null>();
      const asking = asker.pricesOf({ listId: list.id, products }, signal);
      for (const [id, price] of await askAboutProducts(asking, REFUSED_QUESTIONS)) {
        answer.set(erpRecordId(id), listed(price, currency));
      }
      return answer;
    },

    async costsOf(productIds, signal) {
      const costs = await askAboutProducts(readCosts(connection, numbersIn(productIds), signal), REFUSED_QUESTIONS);
      return new Map(costs.map(({ id, price }) => [erpRecordId(id), price]));
    },

    rates: (signal) => askAboutProducts(readRates(connection, signal), REFUSED_QUESTIONS),
  };
}

const numbersIn = (ids: readonly string[]): number[] => ids.map(Number).filter((id) => id <= HIGHEST_ID);

const RawList = z.object({ id: Id, name: Text, currency_id: Reference });
/** Computed by the day, so a rate that was entered for today shows without being written today. */
async function readRates({ client, settings: { companies } }: Connection, signal: AbortSignal): Promise<string> {
  const context = { active_test: true, ...(companies.length > 0 && { allowed_company_ids: companies.map(Number) }) };
  const rows = await searchRead(client, { model: 'res.currency', domain: [], fields: ['name', 'rate'], context }, signal);
  const rates = RawRates.parse(rows).map(({ name, rate }) => `${name} ${rate}`);
  return rates.sort().join(', ');
}

const RawRates = rowsOf(z.object({ name: z.string(), rate: z.number() }));
const RawIds = rowsOf(z.object({ id: Id }));

async function readLists({ client, references }: Connection, domain: Domain, signal: AbortSignal): Promise<z.output<typeof RawList>[]> {
  const search = { model: 'product.pricelist', domain, fields: ['name', 'currency_id'] };
  const lists = readableRows(RawList, await searchRead(client, search, signal));
  await references.currencies.ensure(
    lists.map(({ currency_id }) => currency_id),
    signal,
  );
  return lists;
}

async function readPriceLists(connection: Connection, signal: AbortSignal): Promise<CatalogChoices['priceLists']> {
  const lists = await whereThere([], readLists(connection, [['active', '=', true], ...(await inScope(connection, signal))], signal));
  return lists.map(({ id, name, currency_id }) => ({
    id: String(id),
    name: name ?? `#${id}`,
    currency: connection.references.currencies.get(currency_id)?.code ?? null,
  }));
}

async function inScope({ client, settings }: Connection, signal: AbortSignal): Promise<Domain> {
  return scopeOf({ filter: [], isSharable: true }, settings, (await client.server(signal)).version);
}

interface ChoiceSource {
  model: string;
  field: string;
  ofCompanies?: boolean;
}

async function readChoices(connection: Connection, { model, field, ofCompanies = false }: ChoiceSource, signal: AbortSignal) {
  const domain = ofCompanies ? await inScope(connection, signal) : [];
  const search = { model, domain, fields: [field], context: { active_test: true } };
  const rows = await whereThere([], searchRead(connection.client, search, signal));
  return rowsOf(RawNamed)
    .parse(rows.map((row) => ({ id: (row as { id?: unknown }).id, name: (row as Record<string, unknown>)[field] })))
    .map(({ id, name }) => ({ id: String(id), name: name ?? `#${id}` }));
}

/** What a module brings that is not installed, or what the user may not see, offers no choice. */
async function whereThere<T>(none: T, read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (isMissingModule(error) || isRefusal(error)) return none;
    throw error;
  }
}

async function existing({ client }: Connection, ids: readonly number[], signal: AbortSignal): Promise<number[]> {
  if (ids.length === 0) return [];
  const search = { model: 'product.product', domain: [['id', 'in', ids]] as const, fields: ['id'] };
  return RawIds.parse(await searchRead(client, search, signal)).map(({ id }) => id);
}

/** Half up, as Odoo rounds, forgiving the last bits of a binary fraction. */
function listed(price: number, { code, decimals }: Currency): ListedPrice {
  const minor = Number((Math.abs(price) * 10 ** decimals).toFixed(6));
  return { amount: amountText((Math.sign(price) * Math.round(minor)) / 10 ** decimals, decimals), currency: code };
}

interface PriceQuestion {
  listId: number;
  products: readonly number[];
}

/** There the window for a quotation takes another description of its fields, and a longer one takes too long. */
const LAST_FLAT = 16;
const FLAT_AT_ONCE = 50;
/** From then on a product says its own price in the list of the context. */
const FIRST_WITH_OWN_PRICE = 17;

const Line = z.object({ price_unit: z.number(), discount: z.number().optional().default(0) });
const Lines = z.object({ value: z.object({ order_line: z.array(z.unknown()) }) });
/** `[0, "53", {…}]`; others clear what was there. */
const NewLine = z.tuple([z.literal(0), z.union([z.string(), z.number()]), Line]);

/**
 * Asks what a quotation would ask for, the way the form of one does: nothing is written. From 19 on that needs the right to make quotations,
 * and it needs the module for sales; without, every product is asked by itself.
 */
function createPriceAsker({ client, settings: { companies } }: Connection) {
  let mayQuote = true;
  const ofCompany = companies.length > 0 && { allowed_company_ids: companies.map(Number) };

  async function quote({ listId, products }: PriceQuestion, signal: AbortSignal): Promise<[number, number][]> {
    const { version } = await client.server(signal);
    const lines = products.map((id) => [0, String(id), { product_id: id, product_uom_qty: 1 }]);
    const values = { pricelist_id: listId, order_line: lines };
    const fields = version <= LAST_FLAT ? FLAT_FIELDS : NESTED_FIELDS;
    const answer = await client.ask('sale.order', 'onchange', { ids: [], values, ...fields, context: { ...ofCompany } }, signal);
    const prices = Lines.parse(answer).value.order_line.flatMap((command) => {
      const { data } = NewLine.safeParse(command);
      return data ? [[Number(data[1]), data[2].price_unit * (1 - data[2].discount / 100)] as [number, number]] : [];
    });
    const answered = new Map(prices);
    // One without a price would be taken for deleted.
    if (products.some((id) => !answered.has(id))) throw failures.unexpectedAnswer('A product has no price in a quotation', 'order_line');
    return prices;
  }

  async function askEach({ listId, products }: PriceQuestion, signal: AbortSignal): Promise<[number, number][]> {
    const prices: [number, number][] = [];
    for (const id of products) {
      const named = { ids: [id], context: { ...ofCompany, pricelist: listId, quantity: 1 } };
      prices.push([id, z.number().parse(await client.ask('product.product', 'get_contextual_price', named, signal))]);
    }
    return prices;
  }

  return {
    async pricesOf({ listId, products }: PriceQuestion, signal: AbortSignal): Promise<[number, number][]> {
      const { version } = await client.server(signal);
      const size = version <= LAST_FLAT ? FLAT_AT_ONCE : PRICED_AT_ONCE;
      const prices: [number, number][] = [];
      for (let at = 0; at < products.length; at += size) {
        const question = { listId, products: products.slice(at, at + size) };
        try {
          prices.push(...(await (mayQuote ? quote : askEach)(question, signal)));
        } catch (error) {
          if (!mayQuote || version < FIRST_WITH_OWN_PRICE || !(isRefusal(error) || isMissingModule(error))) throw error;
          mayQuote = false;
          prices.push(...(await askEach(question, signal)));
        }
      }
      return prices;
    },
  };
}

/** Only the lines: asking for the currency too makes percentage rules go wrong. */
const NESTED_FIELDS = { field_names: [], fields_spec: { order_line: { fields: { product_id: {}, price_unit: {}, discount: {} } } } };
const FLAT_FIELDS = {
  field_name: [],
  field_onchange: {
    pricelist_id: '1',
    order_line: '1',
    'order_line.product_id': '1',
    'order_line.product_uom_qty': '1',
    'order_line.price_unit': '1',
    'order_line.discount': '1',
  },
};
