import { z } from 'zod';
import type { ListedPrice } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { isRefusal } from './errors.ts';
import type { WantedFields } from './fields.ts';
import { currencyOf, figureText } from './mapping.ts';
import { Id, Reference } from './raw.ts';
import type { References } from './references.ts';
import { searchRead } from './search.ts';
import { rowsOf } from '../shared/rows.ts';

const FIELDS: WantedFields = { model: 'product.product', needed: ['active'], optional: ['standard_price', 'cost_currency_id'] };
const RawCosted = z.object({ id: Id, standard_price: z.number().optional(), cost_currency_id: Reference });

/** Of each company a product has a cost of its own: read is that of the first company chosen. */
export async function readCosts(
  connection: Connection,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<{ id: number; price: ListedPrice | null }[]> {
  if (ids.length === 0) return [];
  const { fields, references } = connection;
  const rows = await readRows(connection, ids, signal).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    // The right to see the cost may have been taken away since it was looked for.
    fields.forget();
    return readRows(connection, ids, signal);
  });
  await references.currencies.ensure(
    rows.map(({ cost_currency_id }) => cost_currency_id),
    signal,
  );
  return rows.map((row) => ({ id: row.id, price: costIn(row, references) }));
}

async function readRows({ client, fields, settings: { companies } }: Connection, ids: readonly number[], signal: AbortSignal) {
  const search = {
    model: FIELDS.model,
    domain: [['id', 'in', ids]] as const,
    fields: await fields.available(FIELDS, signal),
    context: companies.length > 0 ? { allowed_company_ids: companies.map(Number) } : {},
  };
  return rowsOf(RawCosted).parse(await searchRead(client, search, signal));
}

/** Zero is what a product begins with: nobody entered one. */
function costIn({ standard_price: cost, cost_currency_id }: z.output<typeof RawCosted>, references: References): ListedPrice | null {
  if (!cost || cost_currency_id === null) return null;
  const { code, decimals } = currencyOf(references, cost_currency_id);
  return { amount: figureText(cost, decimals), currency: code };
}
