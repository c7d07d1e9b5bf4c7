import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { CustomerFieldKind, FieldValues } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

export const PARENT = 'parent_id';
const ADDRESS = { street: Text, street2: Text, city: Text, zip: Text, state_id: Reference, country_id: Reference };
const ADDRESS_FIELDS = Object.keys(ADDRESS) as (keyof typeof ADDRESS)[];
const RawPartner = z.object({ id: Id, is_company: z.boolean(), type: z.unknown(), parent_id: Reference, vat: Text, ...ADDRESS });
type Partner = z.output<typeof RawPartner>;

interface Move {
  id: ErpRecordId;
  to: number | null;
}

/**
 * What has to be written along with another parent. Whoever is of type `contact` gets the parent's address, organisations too; from 19 on a parent
 * without one gets the contact's, and likewise the tax id: those of the organisation that was left, or a person's own.
 */
export async function withMove(connection: Connection, { id, to }: Move, signal: AbortSignal): Promise<Record<string, unknown>> {
  const partner = (await readPartners(connection, [Number(id)], signal)).get(Number(id));
  if (!partner || partner.parent_id === to) return {};
  const left =
    partner.parent_id === null ? undefined : (await readPartners(connection, [partner.parent_id], signal)).get(partner.parent_id);
  const isContact = partner.type === 'contact';
  if (partner.is_company) return isContact && to !== null ? { type: 'other' } : {};
  const isOwn = hasAddress(partner) && !(left && hasSameAddress(partner, left));
  return {
    ...(partner.vat !== null && { vat: false }),
    ...(isContact && isOwn && to !== null && { type: 'other' }),
    ...(isContact && !isOwn && hasAddress(partner) && Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, false]))),
  };
}

/** Where a partner stands. */
export interface PartnerPlace {
  kind: CustomerFieldKind;
  isBelow: boolean;
  type: unknown;
}

/** An organisation below another has an address of its own: as `contact` it would share one with that, from 19 on both ways. */
export function withOwnAddress({ kind, isBelow, type }: PartnerPlace, values: FieldValues): Record<string, unknown> {
  const isAddress = ADDRESS_FIELDS.some((field) => values[field]);
  return kind === 'customer' && isBelow && type === 'contact' && isAddress ? { type: 'other' } : {};
}

async function readPartners({ client, settings }: Connection, ids: readonly number[], signal: AbortSignal): Promise<Map<number, Partner>> {
  const search = {
    model: 'res.partner',
    domain: [['id', 'in', ids]] as const,
    fields: ['is_company', 'type', PARENT, 'vat', ...ADDRESS_FIELDS],
  };
  const rows = rowsOf(RawPartner).parse(await searchRead(client, { ...search, context: companyContext(settings) }, signal));
  return new Map(rows.map((row) => [row.id, row]));
}

const hasAddress = (partner: Partner): boolean => ADDRESS_FIELDS.some((field) => partner[field] !== null);
const hasSameAddress = (one: Partner, other: Partner): boolean => ADDRESS_FIELDS.every((field) => one[field] === other[field]);
