import { z } from 'zod';
import { erpRecordId } from '../../shared/ids.ts';
import type { MadeRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { searchContacts } from './contact-search.ts';
import { rowsWithKey, type KeyedSet } from './key-field.ts';
import { cardCodeOf, contactKey, KEY_FIELD } from './partner-keys.ts';
import { PARTNERS } from './partner-rows.ts';
import { DayText, Text } from './raw.ts';
import { contactId } from './record-ids.ts';
import { oneOf } from '../shared/odata-query.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';

const RawMade = z.object({ CardCode: z.string().min(1), CreateDate: DayText, CreateTime: Text });
const RawKeyed = RawMade.extend({ [KEY_FIELD]: z.string() });
type Made = MadeRecord & { madeAt: string };
const KEYED_PARTNERS: KeyedSet = { set: PARTNERS, table: 'OCRD', key: 'CardCode' };

/** So many fit into an address. */
export const KEYS_AT_ONCE = 20;

/** The records that carry these keys, wherever a record can: in the code of a partner, in the key field of one, in a contact person. */
export async function findByKeys(connection: Connection, keys: readonly string[], signal: AbortSignal): Promise<Map<string, MadeRecord[]>> {
  const byCode = await partnersByCode(connection, keys, signal);
  const byField = await rowsWithKey(connection, KEYED_PARTNERS, { keys, select: SELECT }, signal);
  if (keys.length > 1 && (byCode.hasMore || byField.hasMore)) return oneByOne(connection, keys, signal);
  const people = await searchContacts(connection, 'Remarks2', keys.map(contactKey), signal);
  const carried = [
    ...rowsOf(RawMade)
      .parse(byCode.rows)
      .map((raw) => ({ text: raw.CardCode, made: madeAt(madePartner(raw.CardCode), raw) })),
    ...rowsOf(RawKeyed)
      .parse(byField.rows)
      .map((raw) => ({ text: raw[KEY_FIELD], made: madeAt(madePartner(raw.CardCode), raw) })),
    ...people.map((raw) => ({ text: raw.text ?? '', made: madeAt(madePerson(raw.CardCode, raw.InternalCode), raw) })),
  ];
  const found = keys.map((key) => {
    const texts = [cardCodeOf(key), key, contactKey(key)].map(withoutCase);
    return [key, inOrder(carried.filter(({ text }) => texts.includes(withoutCase(text))).map(({ made }) => made))] as const;
  });
  return new Map(found.filter(([, records]) => records.length > 0));
}

/** Of one so many were copied that those of another may have been left out. */
async function oneByOne(connection: Connection, keys: readonly string[], signal: AbortSignal): Promise<Map<string, MadeRecord[]>> {
  const found = new Map<string, MadeRecord[]>();
  for (const key of keys) for (const [, records] of await findByKeys(connection, [key], signal)) found.set(key, records);
  return found;
}

export function partnersByCode({ client }: Connection, keys: readonly string[], signal: AbortSignal): ReturnType<typeof client.page> {
  const query = { select: SELECT, filter: oneOf('CardCode', keys.map(cardCodeOf)), orderby: 'CardCode' };
  return client.page(PARTNERS, query, keys.length, signal);
}

type RawMade = z.output<typeof RawMade>;
const SELECT = fieldsOf(RawMade);
export const madePartner = (cardCode: string): MadeRecord => ({ id: erpRecordId(cardCode), number: cardCode });
export const madePerson = (cardCode: string, internalCode: number): MadeRecord => ({ id: contactId(cardCode, internalCode), number: null });

/** Servers overlook it. */
const withoutCase = (text: string): string => text.toUpperCase();

const madeAt = (record: MadeRecord, { CreateDate, CreateTime }: Pick<RawMade, 'CreateDate' | 'CreateTime'>): Made => ({
  ...record,
  madeAt: `${CreateDate ?? ''} ${CreateTime ?? ''}`,
});

function inOrder(found: readonly Made[]): MadeRecord[] {
  const sorted = [...new Map(found.map((one) => [one.id, one])).values()];
  sorted.sort((a, b) => a.madeAt.localeCompare(b.madeAt) || a.id.localeCompare(b.id));
  return sorted.map(({ id, number }) => ({ id, number }));
}
