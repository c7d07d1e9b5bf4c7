import { z } from 'zod';
import { PuenteError } from '../../shared/errors.ts';
import type { Connection } from './connection.ts';
import { isRefusal, UNAVAILABLE } from './errors.ts';
import { PARTNERS, RawPartnerRow } from './partner-rows.ts';
import { DayText, Id, Text } from './raw.ts';
import { keyAfter } from './stream.ts';
import { anyOf, quoted } from '../shared/odata-query.ts';
import { rowsOf } from '../shared/rows.ts';

const COLLECTION = 'ContactEmployees';
const RawFound = z.object({ CardCode: z.string().min(1), InternalCode: Id, CreateDate: DayText, CreateTime: Text });
type Searched = 'Remarks2' | 'E_Mail';
type FoundContact = z.output<typeof RawFound> & {
  /** What was searched for, as it stands there. */
  text: string | null;
};
const SELECT = Object.keys(RawFound.shape);
const PAGE = 100;

/**
 * Contact persons of all partners whose property is one of these texts. A plain filter does not look into collections, a cross join does; not
 * every server has one, and there all partners are read.
 */
export async function searchContacts(
  connection: Connection,
  property: Searched,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<FoundContact[]> {
  try {
    return await byCrossJoin(connection, property, texts, signal);
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof PuenteError && error.code === UNAVAILABLE)) throw error;
    return byReadingAll(connection, property, texts, signal);
  }
}

async function byCrossJoin(
  { client }: Connection,
  property: Searched,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<FoundContact[]> {
  const path = `${PARTNERS}/${COLLECTION}`;
  const filter = anyOf(texts.map((text) => `${path}/${property} eq ${quoted(text)}`));
  const asked = {
    set: PARTNERS,
    key: 'CardCode',
    collection: COLLECTION,
    rowKey: 'InternalCode',
    select: [...SELECT, property],
    filter,
    ignoresCase: true,
  };
  const rows = await client.rows(asked, signal);
  return rows.map((row) => foundIn(z.object({ [path]: z.looseObject({}) }).parse(row)[path] ?? {}, property));
}

async function byReadingAll(
  { client }: Connection,
  property: Searched,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<FoundContact[]> {
  const found: FoundContact[] = [];
  for (let after: string | null = '', hasMore = true; hasMore;) {
    const query = { select: ['CardCode', COLLECTION], filter: keyAfter('CardCode', after ?? '') ?? '', orderby: 'CardCode' };
    const page = await client.page(PARTNERS, query, PAGE, signal);
    const partners = rowsOf(RawPartnerRow).parse(page.rows);
    for (const { CardCode, ContactEmployees } of partners)
      for (const contact of ContactEmployees ?? [])
        if (isOneOf(texts, contact[property])) found.push(foundIn({ ...contact, CardCode }, property));
    after = partners.at(-1)?.CardCode ?? null;
    hasMore = page.hasMore && after !== null;
  }
  return found;
}

const foundIn = (row: Readonly<Record<string, unknown>>, property: Searched): FoundContact => ({
  ...RawFound.parse(row),
  text: Text.parse(row[property]),
});

const isOneOf = (texts: readonly string[], value: unknown): boolean =>
  typeof value === 'string' && texts.some((text) => text.toLowerCase() === value.toLowerCase());
