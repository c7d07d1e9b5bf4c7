import { z } from 'zod';
import type { NewProject } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { FIND_BY_KEY, UnknownKeyError } from './errors.ts';
import type { WantedFields } from './fields.ts';
import type { SoldTime } from './project-hours.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const LINES: WantedFields = {
  model: 'sale.order.line',
  needed: ['product_id', 'product_uom_qty'],
  // The name until 18, and from 19 on.
  optional: ['product_uom', 'product_uom_id'],
};
const RawLine = z.object({
  id: Id,
  product_id: Reference,
  product_uom_qty: z.number(),
  product_uom: Reference,
  product_uom_id: Reference,
});

const PRODUCTS: WantedFields = { model: 'product.product', needed: ['display_name', 'type'], optional: ['service_tracking'] };
const RawProducts = rowsOf(z.object({ id: Id, display_name: Text, type: Text, service_tracking: Text }));

const UNITS: WantedFields = { model: 'uom.uom', needed: ['factor'], optional: ['category_id', 'parent_path'] };
const RawUnits = rowsOf(z.object({ id: Id, factor: z.number(), category_id: Reference, parent_path: Text }));
type RawUnit = z.output<typeof RawUnits>[number];

export interface SoldLine {
  id: number;
  product: string;
  isService: boolean;
  quantity: number;
  unitId: number | null;
}

/** What of an order a project is for, in its order. */
export async function readSoldLines(
  connection: Connection,
  orderId: number,
  { productIds }: Pick<NewProject, 'productIds'>,
  signal: AbortSignal,
): Promise<SoldLine[]> {
  const { client, fields } = connection;
  const search = { model: LINES.model, domain: [['order_id', '=', orderId]] as const, fields: await fields.available(LINES, signal) };
  const lines = rowsOf(RawLine).parse(await searchRead(client, search, signal));
  const ids = [...new Set(lines.flatMap(({ product_id }) => product_id ?? []))];
  const names = await fields.available(PRODUCTS, signal);
  const rows = RawProducts.parse(await searchRead(client, { model: PRODUCTS.model, domain: [['id', 'in', ids]], fields: names }, signal));
  const products = new Map(rows.map((row) => [row.id, row]));
  return lines.flatMap((line) => {
    const product = products.get(line.product_id ?? 0);
    if (!product || line.product_uom_qty <= 0) return [];
    const isService = product.type === 'service';
    const isMeant = productIds === null ? isService : productIds.some((id) => Number(id) === product.id);
    if (!isMeant || (product.service_tracking ?? MAKES_NOTHING) !== MAKES_NOTHING) return [];
    const unitId = line.product_uom_id ?? line.product_uom;
    return [{ id: line.id, product: product.display_name ?? `#${product.id}`, isService, quantity: line.product_uom_qty, unitId }];
  });
}

const MAKES_NOTHING = 'no';

/** How much of it is time. */
export async function soldTime(connection: Connection, lines: readonly SoldLine[], signal: AbortSignal): Promise<SoldTime> {
  const hoursOf = await readHoursPerUnit(connection, [...new Set(lines.flatMap(({ unitId }) => unitId ?? []))], signal);
  return lines.reduce<SoldTime>(
    ({ hours, pieces }, { unitId, quantity }) => {
      const perUnit = hoursOf.get(unitId ?? 0);
      return perUnit === undefined ? { hours, pieces: pieces + quantity } : { hours: hours + quantity * perUnit, pieces };
    },
    { hours: 0, pieces: 0 },
  );
}

/** Until then a unit says how many of it are one of reference, from then on how much it is itself; and what is like it shares its root, and no category. */
const FIRST_WITH_ABSOLUTE_FACTORS = 19;

/** Of units of time alone. */
async function readHoursPerUnit(
  { client, fields }: Connection,
  unitIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const hourId = await findHour(client, signal);
  if (hourId === null || unitIds.length === 0) return new Map();
  const { version } = await client.server(signal);
  const search = {
    model: UNITS.model,
    domain: [['id', 'in', [...new Set([hourId, ...unitIds])]]] as const,
    fields: await fields.available(UNITS, signal),
  };
  const units = RawUnits.parse(await searchRead(client, search, signal));
  const hour = units.find(({ id }) => id === hourId);
  if (!hour) return new Map();
  const perUnit = ({ factor }: RawUnit): number => (version >= FIRST_WITH_ABSOLUTE_FACTORS ? factor / hour.factor : hour.factor / factor);
  return new Map(units.filter((unit) => unit.id === hourId || kindOf(unit) === kindOf(hour)).map((unit) => [unit.id, perUnit(unit)]));
}

const kindOf = ({ category_id, parent_path, id }: RawUnit): string => String(category_id ?? parent_path?.split('/')[0] ?? `unit ${id}`);

const Found = z.tuple([z.string(), z.union([Id, z.literal(false)])]);

async function findHour(client: Connection['client'], signal: AbortSignal): Promise<number | null> {
  try {
    const [, id] = Found.parse(await client.call('ir.model.data', FIND_BY_KEY, { module: 'uom', xml_id: 'product_uom_hour' }, signal));
    return id === false ? null : id;
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
