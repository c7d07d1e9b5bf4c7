import { z } from 'zod';
import { erpRecordId } from '../../shared/ids.ts';
import type { MadeRecord } from '../shared/contract.ts';
import { oneOf } from '../shared/odata-query.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { readContacts } from './contacts.ts';
import { KEY_FIELD, partnerKey } from './partner-keys.ts';
import { PARTNERS } from './partner-rows.ts';
import { SERVICES } from './services.ts';
import { DayText, Key, NeededKey, Text, TimeText } from './values.ts';

/** So many fit into an address. */
export const KEYS_AT_ONCE = 20;

const RawKeyed = z.object({
  BusinessPartner: NeededKey,
  Customer: Key,
  BusinessPartnerCategory: Text,
  [KEY_FIELD]: z.string(),
  CreationDate: DayText,
  CreationTime: TimeText,
});
type Keyed = z.output<typeof RawKeyed>;

/** The partners that carry these keys, finished or not, oldest first. */
export async function partnersByKey({ client }: Connection, keys: readonly string[], signal: AbortSignal): Promise<Keyed[]> {
  const filter = oneOf(KEY_FIELD, keys.map(partnerKey));
  const query = { service: SERVICES.partners, set: PARTNERS, key: ['BusinessPartner'], select: fieldsOf(RawKeyed), filter };
  const madeAt = ({ CreationDate, CreationTime }: Keyed): string => `${CreationDate ?? ''} ${CreationTime ?? ''}`;
  return rowsOf(RawKeyed)
    .parse(await client.all(query, signal))
    .toSorted((a, b) => madeAt(a).localeCompare(madeAt(b)) || a.BusinessPartner.localeCompare(b.BusinessPartner, 'en', { numeric: true }));
}

/** A person who belongs to nobody yet is half of what was asked for: it counts as not made, and is gone on with. */
export async function findByKeys(connection: Connection, keys: readonly string[], signal: AbortSignal): Promise<Map<string, MadeRecord[]>> {
  const partners = await partnersByKey(connection, keys, signal);
  const persons = partners.filter(isBare).map(({ BusinessPartner }) => BusinessPartner);
  const tied = new Set((await readContacts(connection, { companies: [], persons }, signal)).map(({ person }) => person));
  const made = partners.filter((partner) => !isBare(partner) || tied.has(partner.BusinessPartner));
  const found = keys.map((key): [string, MadeRecord[]] => [key, made.filter((one) => one[KEY_FIELD] === partnerKey(key)).map(madeOf)]);
  return new Map(found.filter(([, records]) => records.length > 0));
}

const isBare = ({ Customer, BusinessPartnerCategory }: Keyed): boolean => Customer === null && BusinessPartnerCategory === '1';

export const madeOf = ({ BusinessPartner, Customer }: Pick<Keyed, 'BusinessPartner' | 'Customer'>): MadeRecord => ({
  id: erpRecordId(BusinessPartner),
  number: Customer,
});
