import { z } from 'zod';
import type { Connection } from './connection.ts';
import { Id, Reference } from './raw.ts';
import { searchRead } from './search.ts';
import { rowsOf } from '../shared/rows.ts';

/** Partner → the organisation whose books carry it. */
export type Organisations = ReadonlyMap<number, number | null>;

const RawCommercial = z.object({ id: Id, commercial_partner_id: Reference });

export async function readOrganisations(
  { client }: Connection,
  rows: readonly { partner_id: number | null }[],
  signal: AbortSignal,
): Promise<Organisations> {
  const partners = [...new Set(rows.flatMap(({ partner_id }) => partner_id ?? []))];
  if (partners.length === 0) return new Map();
  const search = { model: 'res.partner', domain: [['id', 'in', partners]] as const, fields: ['commercial_partner_id'] };
  const found = rowsOf(RawCommercial).parse(await searchRead(client, search, signal));
  return new Map(found.map(({ id, commercial_partner_id }) => [id, commercial_partner_id]));
}
