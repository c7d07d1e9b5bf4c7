import { z } from 'zod';
import type { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { ChangedRecord, CommandOrder, MadeRecord, NewProduct } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { loadRecord, type Refusal } from './load-record.ts';
import { ambiguousProduct, mayNotMakeProducts, productNotSold } from './order-refusals.ts';
import { readOrderCompany } from './order-company.ts';
import { Id, Text } from './raw.ts';
import { refused } from './refusals.ts';
import { mayUser } from './rights.ts';
import { searchRead } from './search.ts';
import { scopeOf } from './stream.ts';

const MODEL = 'product.product';
/** Until 17 `type` follows from `detailed_type`. */
const KINDS: WantedFields = { model: MODEL, needed: ['type'], optional: ['detailed_type'] };

/**
 * A product and its only variant, made with `load` like a customer. Nothing in Odoo keeps two products from having one SKU, so it is looked for
 * first, archived ones too; the external id keeps two calls of one key from making two.
 */
export async function createProduct(
  connection: Connection,
  { key, input }: CommandOrder<'createProduct'>,
  signal: AbortSignal,
): Promise<ChangedRecord> {
  const before = await findBySku(connection, input.sku, signal);
  if (before !== null) return { ...before, isChanged: false };
  const columns = await columnsOf(connection, input, signal);
  const context = companyContext(connection.settings);
  const loaded = await loadRecord(connection, { model: MODEL, key, columns, context }, signal);
  if (typeof loaded !== 'number') throw await asRejected(connection, loaded, signal);
  return { id: erpRecordId(loaded), number: input.sku, isChanged: true };
}

const RawFound = z.object({ id: Id, default_code: Text, active: z.boolean(), sale_ok: z.boolean() });

/** Null: there is none, not even one that is not sold any more. */
async function findBySku({ client, settings }: Connection, sku: string, signal: AbortSignal): Promise<MadeRecord | null> {
  const { version } = await client.server(signal);
  const pattern = sku.replace(/[\\%_]/g, '\\$&');
  const domain = [['default_code', 'ilike', pattern] as const, ...scopeOf({ filter: [], isSharable: true }, settings, version)];
  const fields = Object.keys(RawFound.shape);
  const rows = await searchRead(client, { model: MODEL, domain, fields, context: { active_test: false } }, signal);
  const isSame = (code: string | null): boolean => code?.trim().toLowerCase() === sku.toLowerCase();
  const found = rowsOf(RawFound)
    .parse(rows)
    .filter(({ default_code }) => isSame(default_code));
  const [sold, another] = found.filter(({ active, sale_ok }) => active && sale_ok);
  if (another) throw ambiguousProduct(sku);
  if (!sold && found.length > 0) throw productNotSold(sku);
  return sold ? { id: erpRecordId(sold.id), number: sold.default_code } : null;
}

async function columnsOf(connection: Connection, input: NewProduct, signal: AbortSignal): Promise<[string, string][]> {
  const { sku, name, kind, categoryId, price } = input;
  const kinds = await connection.fields.available(KINDS, signal);
  const currency = await currencyOfBooks(connection, signal);
  return [
    ['name', name],
    ['default_code', sku],
    [kinds.includes('detailed_type') ? 'detailed_type' : 'type', kind === 'service' ? 'service' : 'consu'],
    ...(categoryId === null ? [] : [['categ_id/.id', categoryId] satisfies [string, string]]),
    // Kept in the currency of the company; in another one it would be another price.
    ...(price && price.currency === currency ? [['list_price', price.amount] satisfies [string, string]] : []),
  ];
}

async function currencyOfBooks(connection: Connection, signal: AbortSignal): Promise<string | undefined> {
  const { currencies } = connection.references;
  const { currencyId } = await readOrderCompany(connection, null, signal);
  await currencies.ensure([currencyId], signal);
  return currencies.get(currencyId)?.code;
}

async function asRejected({ client }: Connection, { message, field }: Refusal, signal: AbortSignal): Promise<RecordRejectedError> {
  if (field !== undefined) return refused(message, [field]);
  return (await mayUser(client, { model: MODEL, operation: 'create' }, signal)) ? refused(message) : mayNotMakeProducts(message);
}
