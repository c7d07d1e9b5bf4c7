import { z } from 'zod';
import type { Stock } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { allOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { changedFrom, type Watermarks } from './cursor.ts';
import { daysOf, isChanged, type DayRow } from './day-feed.ts';
import { codeFilters } from './key-filters.ts';
import { UNCOUNTED } from './mapping-products.ts';
import { codesOf, existing, productsQuery } from './product-records.ts';
import { latestProduct } from './products.ts';
import { SERVICES } from './services.ts';
import { keyAt, listedByReading, NOTHING, PAGE, placeOf, rejectBy, SUPPORT, type S4Stream, type Step } from './stream.ts';
import { DecimalText, decimalsOf, instantLiteral, scaled, scaledText } from './values.ts';

const RawStock = z.object({
  Material: z.string().trim().min(1),
  Plant: z.string(),
  StorageLocation: z.string(),
  Batch: z.string(),
  MatlWrhsStkQtyInMatlBaseUnit: DecimalText,
});
type RawStock = z.output<typeof RawStock>;

/** What lies there free to be used and is nobody else's; without suppliers, customers and orders these fields are the whole key. */
export const stockQuery = (filter: string): SetQuery => ({
  service: SERVICES.stock,
  set: 'A_MatlStkInAcctMod',
  key: ['Material', 'Plant', 'StorageLocation', 'Batch'],
  select: fieldsOf(RawStock),
  filter: allOf(`InventoryStockType eq '01' and InventorySpecialStockType eq ''`, filter),
});

const COUNTED = UNCOUNTED.map((type) => `ProductType ne '${type}'`).join(' and ');
const rejectStock = rejectBy(({ Material: code }) => String(code));

/** Of products that are counted; those without any have none. */
async function stockOf(connection: Connection, codes: readonly string[], signal: AbortSignal): Promise<TranslatedRecords<Stock>> {
  const rows: unknown[] = [];
  for (const filter of codeFilters('Material', codes)) rows.push(...(await connection.client.all(stockQuery(filter), signal)));
  const read = await parseRows(RawStock, rows, rejectStock);
  const byCode = Map.groupBy(read.parsed, ({ Material: code }) => code);
  const broken = new Map(read.rejected.map((one) => [String(one.id), one]));
  const whole = codes.filter((code) => !broken.has(code)).map((code) => ({ Material: code, rows: byCode.get(code) ?? [] }));
  const parsed = { parsed: whole, rejected: [...broken.values()] };
  return translateRows(
    parsed,
    (one, field) => rejectStock(one, field),
    ({ Material: code, rows: own }) => [toStock(code, own)],
  );
}

export const warehouseId = ({ Plant, StorageLocation }: Pick<RawStock, 'Plant' | 'StorageLocation'>): string =>
  `${Plant}/${StorageLocation}`;

function toStock(code: string, rows: readonly RawStock[]): Stock {
  const places = [...Map.groupBy(rows, warehouseId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const levels = places.flatMap(([place, batches]) => {
    const quantities = batches.map(({ MatlWrhsStkQtyInMatlBaseUnit: quantity }) => quantity);
    const sum = quantities.reduce((total, quantity) => total + scaled(quantity), 0n);
    const onHand = scaledText(sum, Math.max(...quantities.map((quantity) => decimalsOf(quantity.replace(/\.?0+$/, '')))));
    // Neither what orders hold nor what is on its way is told here.
    return sum === 0n ? [] : [{ warehouseId: place, onHand, reserved: null, incoming: '0', expectedOn: null }];
  });
  const changeStamp = levels.map(({ warehouseId: place, onHand }) => `${place} ${onHand}`).join(' | ');
  return { id: erpRecordId(code), levels, createdAt: null, changeStamp };
}

const pageWith = (filter: string) => async (connection: Connection, after: string, signal: AbortSignal) => {
  const page = await connection.client.page(productsQuery(allOf(COUNTED, filter), ['Product']), keyAt(after), PAGE, signal);
  return { ...(await stockOf(connection, codesOf(page.rows), signal)), after: placeOf(page) };
};

const all: Step<Stock> = (connection, { after }, signal) => pageWith('')(connection, after, signal);

/** A new product is there before any of it is. */
const changed: Step<Stock> = async (connection, position, signal) => {
  const from = position.phase === 'since' ? changedFrom(position) : null;
  return from === null ? NOTHING : pageWith(`LastChangeDateTime ge ${instantLiteral(from)}`)(connection, position.after, signal);
};

const CODES_AT_ONCE = 1_000;

/** Products in parts of the whole that are not as they were. */
const moved: Step<Stock> = async (connection, position, signal) => {
  if (position.phase === 'all') return NOTHING;
  const [from, to] = [seenIn(position.from), seenIn(position.to)];
  if (from === to) return NOTHING;
  const between = { from: { ...position.from, days: { [WHOLE]: from } }, to: { ...position.to, days: { [WHOLE]: to } } };
  const page = await connection.client.page(productsQuery(COUNTED, ['Product']), keyAt(position.after), CODES_AT_ONCE, signal);
  const codes = codesOf(page.rows).filter((id) => isChanged(between, { id, day: WHOLE, stamp: '' }));
  return { ...(await stockOf(connection, codes, signal)), after: placeOf(page) };
};

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Stock>> {
  return stockOf(connection, await existing(connection, ids, COUNTED, signal), signal);
}

// ── what moved: nothing carries a time, so all of it is looked through, and kept as hashes under the time of doing so ──

const WHOLE = 'whole';
/** So many rows are one question, asked at each reading; more of them now and then. */
const AT_EACH_READING = 1_000;
const LOOK_EVERY_MS = 5 * 60_000;
const seenIn = ({ days }: Watermarks): string => Object.values(days)[0] ?? '';

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  const latest = await latestProduct(connection, before, signal);
  if (before && !isTimeToLook(before, readAt)) return { readAt, latest, days: before.days };
  const rows: DayRow[] = [];
  const keep = (page: readonly unknown[]): void => void rows.push(...readableRows(RawStock, page).map(dayRowOf));
  await connection.client.each(stockQuery(''), keep, signal);
  return { readAt, latest, days: { [`${new Date(readAt).toISOString()} ${rows.length}`]: daysOf(rows)[WHOLE] ?? '' } };
}

function isTimeToLook({ days }: Watermarks, now: number): boolean {
  const [lookedAt = '', rows] = Object.keys(days)[0]?.split(' ') ?? [];
  return Number(rows) <= AT_EACH_READING || !(now - Date.parse(lookedAt) < LOOK_EVERY_MS);
}

const dayRowOf = (raw: RawStock): DayRow => ({
  id: raw.Material,
  day: WHOLE,
  stamp: [raw.Plant, raw.StorageLocation, raw.Batch, raw.MatlWrhsStkQtyInMatlBaseUnit].join(' '),
});

export const stock: S4Stream<'stock'> = {
  support: { ...SUPPORT, translationVersion: 2, listsUnsettled: false },
  isOptional: true,
  described: { service: SERVICES.stock, set: 'A_MatlStkInAcctMod' },
  readWatermarks,
  steps: { all: [all], since: [changed, moved] },
  readByIds,
  list: () => [listedByReading(pageWith(''))],
  async check(connection, signal) {
    await connection.client.page(stockQuery(''), null, 1, signal);
  },
};
