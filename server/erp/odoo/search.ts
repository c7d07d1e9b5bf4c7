import { z } from 'zod';
import type { OdooClient } from './client.ts';
import type { Domain } from './domain.ts';

export interface Search {
  model: string;
  domain: Domain;
  fields: readonly string[];
  limit?: number;
}

const Rows = z.array(z.unknown());

/** In order of id, archived ones included, references as bare ids: names of references are stale, translated and slow. */
export async function searchRead(client: OdooClient, { limit, ...search }: Search, signal: AbortSignal): Promise<unknown[]> {
  const { model, domain, fields } = search;
  const named = { domain, fields, order: 'id asc', load: null, context: { active_test: false }, ...(limit === undefined ? {} : { limit }) };
  return Rows.parse(await client.call(model, 'search_read', named, signal));
}
