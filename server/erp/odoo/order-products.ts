import { z } from 'zod';
import type { NewOrderLine } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import type { OrderCompany } from './order-company.ts';
import { productNotSold, productOfOtherCompany } from './order-refusals.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const RawSold = z.object({ id: Id, display_name: Text, active: z.boolean(), sale_ok: z.boolean(), company_id: Reference });

/** Odoo itself takes what is archived or not for sale, as long as nobody looks at the form. */
export async function demandSold(
  { client }: Connection,
  { lines, company }: { lines: readonly NewOrderLine[]; company: OrderCompany },
  signal: AbortSignal,
): Promise<void> {
  const wanted = [...new Set(lines.map(({ productId }) => productId))];
  const ids = wanted.map(Number).filter((id) => id <= HIGHEST_ID);
  const search = { model: 'product.product', domain: [['id', 'in', ids]] as const, fields: Object.keys(RawSold.shape) };
  const found = new Map(
    rowsOf(RawSold)
      .parse(await searchRead(client, search, signal))
      .map((row) => [String(row.id), row]),
  );
  for (const id of wanted) {
    const product = found.get(id);
    const isOurs = product && (product.company_id === null || company.sharing.includes(product.company_id));
    const called = product?.display_name ?? `#${id}`;
    if (!product?.active || !product.sale_ok) throw productNotSold(called);
    if (!isOurs) throw productOfOtherCompany(called);
  }
}
