import { z } from 'zod';
import type { OdooClient } from './client.ts';
import type { Domain } from './domain.ts';
import { failures } from './errors.ts';

interface Search {
  model: string;
  domain: Domain;
  fields: readonly string[];
  limit?: number;
}

/** Not `z.array`, which takes 35 ms to look at 150,000 of them. */
const Rows = z.custom<unknown[]>(Array.isArray);

/** In order of id, archived ones included, references as bare ids: names of references are stale, translated and slow. */
export async function searchRead(client: OdooClient, { limit, ...search }: Search, signal: AbortSignal): Promise<unknown[]> {
  const { model, domain, fields } = search;
  const named = { domain, fields, order: 'id asc', load: null, context: { active_test: false }, ...(limit === undefined ? {} : { limit }) };
  const rows = Rows.parse(await client.call(model, 'search_read', named, signal));
  if (limit === undefined || rows.length <= limit) return rows;
  // The end of a page is told by its length.
  throw failures.unexpectedAnswer(`${rows.length} rows of ${model} where ${limit} were asked for`, model);
}
