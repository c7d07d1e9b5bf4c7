import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { Id, Ids, Text } from './raw.ts';
import { companyUnknown } from './order-refusals.ts';
import { searchRead } from './search.ts';

export interface OrderCompany {
  id: number;
  name: string;
  /** The contact that it is itself. */
  partnerId: number;
  currencyId: number;
  /** Itself and those above it, whose records it uses. */
  sharing: readonly number[];
}

/** From 17 on a company may be a branch of others. */
const COMPANY: WantedFields = { model: 'res.company', needed: ['name', 'partner_id', 'currency_id'], optional: ['parent_ids'] };
const RawBooks = rowsOf(z.object({ id: Id, name: Text, partner_id: Id, currency_id: Id, parent_ids: Ids }));
const Defaults = z.object({ company_id: Id });

/** Null: the first that was chosen for the connection, else the one the user works in. */
export async function readOrderCompany(connection: Connection, given: string | null, signal: AbortSignal): Promise<OrderCompany> {
  const { client, fields, settings } = connection;
  if (given !== null && settings.companies.length > 0 && !settings.companies.includes(given)) throw companyUnknown(given);
  const id = Number(given ?? settings.companies[0] ?? (await defaultCompany(connection, signal)));
  if (id > HIGHEST_ID) throw companyUnknown(String(id));
  const search = { model: COMPANY.model, domain: [['id', '=', id]] as const, fields: await fields.available(COMPANY, signal) };
  const [own] = RawBooks.parse(await searchRead(client, search, signal));
  if (!own) throw companyUnknown(String(id));
  const { name, partner_id: partnerId, currency_id: currencyId, parent_ids: above } = own;
  return { id, name: name ?? `#${id}`, partnerId, currencyId, sharing: [...new Set([id, ...above])] };
}

async function defaultCompany({ client }: Connection, signal: AbortSignal): Promise<number> {
  const answer = await client.call('sale.order', 'default_get', { fields: ['company_id'] }, signal);
  return Defaults.parse(answer).company_id;
}
