import { z } from 'zod';
import type { Price } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { plainDecimal } from '../shared/money.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf, type Leaf } from './domain.ts';
import { currencyOf, figureText } from './mapping.ts';
import { Id, Reference, Text, Time } from './raw.ts';
import type { References } from './references.ts';
import { mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type OdooStream, type StreamQuery } from './stream.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

/** The rules of price lists; declared like products, whatever is installed. A deleted rule leaves no trace: the comparison of ids finds it. */
const query: StreamQuery = {
  model: 'product.pricelist.item',
  module: [],
  needed: ['pricelist_id', 'applied_on', 'compute_price', 'fixed_price', 'min_quantity', ...STAMPS],
  optional: ['categ_id', 'product_tmpl_id', 'product_id', 'date_start', 'date_end', 'currency_id', 'company_id'],
  // From 19 on a rule may belong to no list.
  filter: [['pricelist_id', '!=', false]],
  isSharable: true,
  // That a rule begins or ends writes nothing.
  changed: ({ from, until }) =>
    anyOf(changedFrom('write_date', from), between('date_start', from, until), between('date_end', from, until)),
  unsettled: [],
  changeStampFields: ['write_date'],
};

const between = (field: string, from: string, until: string): Leaf[] => [
  [field, '>=', from],
  [field, '<', until],
];

const Moment = z.preprocess((value) => (value === false || value === undefined ? null : value), Time.nullable());
const RawItem = z.object({
  id: Id,
  pricelist_id: Id,
  applied_on: z.enum(['3_global', '2_product_category', '1_product', '0_product_variant']),
  categ_id: Reference,
  product_tmpl_id: Reference,
  product_id: Reference,
  compute_price: Text,
  fixed_price: z.number(),
  min_quantity: z.number(),
  date_start: Moment,
  date_end: Moment,
  currency_id: Reference,
  create_date: Time,
  write_date: Time,
});
type RawItem = z.output<typeof RawItem>;
const RawChangeStamp = rowsOf(RawItem.pick({ id: true, write_date: true }));

const WRITTEN: readonly string[] = [
  ...['pricelist_id', 'applied_on', 'categ_id', 'product_tmpl_id', 'product_id', 'min_quantity', 'date_start', 'date_end'],
  ...['compute_price', 'fixed_price', 'percent_price', 'base', 'base_pricelist_id', 'price_discount', 'price_surcharge', 'price_round'],
  ...['price_markup', 'price_min_margin', 'price_max_margin'],
];

export const prices: OdooStream<'prices'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  parts: [
    mainPart<'prices'>({
      query,
      translate,
      readChangeStamps: async (_connection, rows) => RawChangeStamp.parse(rows).map(({ id, write_date }) => [id, write_date]),
    }),
  ],
  // A rule is shown in its list alone.
  hasPage: false,
  checked: [],
  hintRules: () => [
    { model: query.model, watched: WRITTEN, filter: '[]', sent: 'write_date' },
    { model: query.model, watched: [], filter: '[]', sent: 'write_date', trigger: 'on_unlink' },
  ],
};

async function translate({ references }: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawItem, rows, rejectRow());
  await references.currencies.ensure(
    read.parsed.map(({ currency_id }) => currency_id),
    signal,
  );
  return translateRows(read, rejectRecord, (raw) => [toPrice(raw, references)]);
}

function toPrice(raw: RawItem, references: References): Price {
  const currency = raw.currency_id === null ? null : currencyOf(references, raw.currency_id);
  return {
    id: erpRecordId(raw.id),
    listId: String(raw.pricelist_id),
    appliesTo: appliesTo(raw),
    minQuantity: plainDecimal(raw.min_quantity),
    validFrom: raw.date_start && toInstant(raw.date_start),
    validUntil: raw.date_end && toInstant(raw.date_end),
    amount: raw.compute_price === 'fixed' ? figureText(raw.fixed_price, currency?.decimals) : null,
    currency: currency?.code ?? null,
    createdAt: toInstant(raw.create_date),
    changeStamp: raw.write_date,
  };
}

function appliesTo(raw: RawItem): Price['appliesTo'] {
  switch (raw.applied_on) {
    case '3_global':
      return { kind: 'all' };
    case '2_product_category':
      return { kind: 'category', id: idIn(raw, 'categ_id') };
    case '1_product':
      return { kind: 'group', id: idIn(raw, 'product_tmpl_id') };
    case '0_product_variant':
      return { kind: 'product', id: idIn(raw, 'product_id') };
  }
}

function idIn(raw: RawItem, field: 'categ_id' | 'product_tmpl_id' | 'product_id'): string {
  const id = raw[field];
  if (id === null) throw new UnreadableError(field);
  return String(id);
}
