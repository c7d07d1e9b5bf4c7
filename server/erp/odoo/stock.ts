import { z } from 'zod';
import type { Stock } from '../shared/contract.ts';
import { dayOfMoment } from '../../shared/calendar.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf, type Domain } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { figureText } from './mapping.ts';
import { changedProducts } from './products.ts';
import { Id, Time } from './raw.ts';
import { searchRead } from './search.ts';
import { mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type OdooStream, type StreamQuery } from './stream.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

/** What is where. Such rows are deleted when nothing is left. */
const QUANTS: WantedFields = {
  model: 'stock.quant',
  needed: ['product_id', 'location_id', 'quantity', 'reserved_quantity'],
  optional: [],
};
/** What is on its way; `product_qty` is in the product's own unit, `product_uom_qty` in the document's. */
const MOVES: WantedFields = { model: 'stock.move', needed: ['product_id', 'location_dest_id', 'product_qty', 'date'], optional: [] };

const FIRST_WITH_STORABLE = 18;

/** Products that are counted, whether there are any or not; none of them without the module for stock. */
const query: StreamQuery = {
  model: 'product.product',
  module: [QUANTS, MOVES],
  needed: STAMPS,
  optional: ['company_id'],
  filter: (version) => [version >= FIRST_WITH_STORABLE ? ['is_storable', '=', true] : ['detailed_type', '=', 'product']],
  isSharable: true,
  // Stock moves no product. A reservation may change what is where and not the move.
  changed: ({ from, version }) =>
    anyOf(
      ...changedProducts(from, version),
      changedFrom('stock_move_ids.write_date', from),
      changedFrom('stock_quant_ids.write_date', from),
    ),
  unsettled: [],
  // Where none is asked for, all are read.
  changeStampFields: ['write_date'],
};

const RawProduct = z.object({ id: Id, create_date: Time });
const RawProductId = rowsOf(z.object({ id: Id }));
const RawQuant = z.object({ product_id: Id, location_id: Id, quantity: z.number(), reserved_quantity: z.number() });
const RawMove = z.object({ product_id: Id, location_dest_id: Id, product_qty: z.number(), date: Time });

export const stock: OdooStream<'stock'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  parts: [mainPart<'stock'>({ query, translate, readChangeStamps })],
  checked: [],
};

type Levels = Stock['levels'];

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawProduct, rows, rejectRow());
  const levels = await readLevels(connection, read.parsed, signal);
  return translateRows(read, rejectRecord, ({ id, create_date }) => {
    const own = levels.get(id) ?? [];
    return [{ id: erpRecordId(id), levels: own, createdAt: toInstant(create_date), changeStamp: changeStampOf(own) }];
  });
}

async function readChangeStamps(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<[number, string][]> {
  const products = RawProductId.parse(rows);
  const levels = await readLevels(connection, products, signal);
  return products.map(({ id }) => [id, changeStampOf(levels.get(id) ?? [])]);
}

const changeStampOf = (levels: Levels): string =>
  levels.length === 0 ? 'none' : levels.map((level) => Object.values(level).join(' ')).join(', ');

async function readLevels(connection: Connection, products: readonly { id: number }[], signal: AbortSignal): Promise<Map<number, Levels>> {
  if (products.length === 0) return new Map();
  const ids = products.map(({ id }) => id);
  const [quants, moves] = await Promise.all([readQuants(connection, ids, signal), readExpected(connection, ids, signal)]);
  const { references } = connection;
  await references.warehouses.ensure(
    [...quants.map(({ location_id }) => location_id), ...moves.map((move) => move.location_dest_id)],
    signal,
  );
  return levelsOf(quants, moves, connection);
}

/** Not `read_group`, which writes all the ids into the query once for each product. */
async function readQuants({ client, settings }: Connection, ids: readonly number[], signal: AbortSignal) {
  const domain: Domain = [['product_id', 'in', ids], ['location_id.usage', '=', 'internal'], ...ofCompanies(settings.companies)];
  return rowsOf(RawQuant).parse(await searchRead(client, { model: QUANTS.model, domain, fields: QUANTS.needed }, signal));
}

/** From outside into a warehouse; between two places of the house nothing arrives. */
async function readExpected({ client, settings }: Connection, ids: readonly number[], signal: AbortSignal) {
  const domain: Domain = [
    ['product_id', 'in', ids],
    ['state', 'in', ['waiting', 'confirmed', 'partially_available', 'assigned']],
    ['location_dest_id.usage', '=', 'internal'],
    ['location_id.usage', '!=', 'internal'],
    ...ofCompanies(settings.companies),
  ];
  return rowsOf(RawMove).parse(await searchRead(client, { model: MOVES.model, domain, fields: MOVES.needed }, signal));
}

const ofCompanies = (companies: readonly string[]): Domain => (companies.length === 0 ? [] : [['company_id', 'in', companies.map(Number)]]);

interface Sums {
  onHand: number;
  reserved: number;
  incoming: number;
  expectedOn: string | null;
}

function levelsOf(
  quants: readonly z.output<typeof RawQuant>[],
  moves: readonly z.output<typeof RawMove>[],
  { references: { warehouses }, timeZone }: Connection,
): Map<number, Levels> {
  const sums = new Map<number, Map<number, Sums>>();
  const sumOf = (product: number, location: number): Sums | null => {
    const warehouse = warehouses.get(location);
    // A place of no warehouse is nobody's stock.
    if (warehouse === undefined || warehouse === null) return null;
    const ofProduct = getOrMake(sums, product, () => new Map<number, Sums>());
    return getOrMake(ofProduct, warehouse, () => ({ onHand: 0, reserved: 0, incoming: 0, expectedOn: null }));
  };
  for (const { product_id, location_id, quantity, reserved_quantity } of quants) {
    const sum = sumOf(product_id, location_id);
    if (!sum) continue;
    sum.onHand += quantity;
    sum.reserved += reserved_quantity;
  }
  for (const { product_id, location_dest_id, product_qty, date } of moves) {
    const sum = sumOf(product_id, location_dest_id);
    if (!sum) continue;
    sum.incoming += product_qty;
    const day = dayOfMoment(timeZone, toInstant(date));
    if (sum.expectedOn === null || day < sum.expectedOn) sum.expectedOn = day;
  }
  return new Map([...sums].map(([product, byWarehouse]) => [product, levelsIn(byWarehouse)]));
}

const levelsIn = (byWarehouse: ReadonlyMap<number, Sums>): Levels =>
  [...byWarehouse]
    .sort(([one], [other]) => one - other)
    .map(([warehouse, { onHand, reserved, incoming, expectedOn }]) => ({
      warehouseId: String(warehouse),
      onHand: figureText(onHand),
      reserved: figureText(reserved),
      incoming: figureText(incoming),
      expectedOn,
    }))
    .filter(({ onHand, reserved, incoming }) => [onHand, reserved, incoming].some((figure) => figure !== '0'));

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
