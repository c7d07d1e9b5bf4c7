import { clockAhead, type Customer, type ListRange } from '../shared/contract.ts';
import { z } from 'zod';
import { type ErpRecordId } from '../../shared/ids.ts';
import { anyOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { TranslatedRecords } from '../shared/translate-rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import type { Marks } from './cursor.ts';
import { changedRows, daysOf, firstDay, isSame, type DayRow } from './day-feed.ts';
import { keyFilters } from './key-filters.ts';
import { checkPartners, partnersFrom } from './partner-records.ts';
import { PARTNER_FIELDS } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { keyAt, listedByReading, NOTHING, PAGE, pageOfIds, placeOf, SUPPORT, type S4Stream, type Step } from './stream.ts';
import { DayText, dayLiteral, NeededKey, TimeText } from './values.ts';

const partnersQuery = (filter: string, select: string[] = PARTNER_FIELDS): SetQuery => ({
  service: SERVICES.partners,
  set: 'A_BusinessPartner',
  key: ['BusinessPartner'],
  select,
  filter,
});

/** A partner has the number of a customer once it has a role of one. */
const CUSTOMERS = `Customer ne ''`;

const all: Step<Customer> = async (connection, { after }, signal) => {
  const page = await connection.client.page(partnersQuery(CUSTOMERS), keyAt(after), PAGE, signal);
  return { ...(await partnersFrom(connection, page.rows, signal)), after: placeOf(page) };
};

const RawStamp = z.object({
  BusinessPartner: NeededKey,
  CreationDate: DayText,
  CreationTime: TimeText,
  LastChangeDate: DayText,
  LastChangeTime: TimeText,
});

/** Suppliers, too: a contact person has no role of a customer. */
async function readTouched({ client }: Connection, since: number, signal: AbortSignal): Promise<DayRow[]> {
  const from = dayLiteral(firstDay(since));
  // Nothing is written as changed before the first change.
  const filter = anyOf([`LastChangeDate ge ${from}`, `CreationDate ge ${from}`]);
  return readableRows(RawStamp, await client.all(partnersQuery(filter, fieldsOf(RawStamp)), signal)).map((raw) => {
    const created = `${raw.CreationDate ?? ''}T${raw.CreationTime ?? '00:00:00'}`;
    const changed = raw.LastChangeDate ? `${raw.LastChangeDate}T${raw.LastChangeTime ?? '00:00:00'}` : '';
    const stamp = changed > created ? changed : created;
    return { id: raw.BusinessPartner, day: stamp.slice(0, 10), stamp };
  });
}

const changed: Step<Customer> = async (connection, position, signal) => {
  if (position.phase === 'all' || isSame(position)) return NOTHING;
  const rows = changedRows(await readTouched(connection, position.from.readAt, signal), position.from.days);
  const { ids, after } = pageOfIds(
    rows.map(({ id }) => id),
    position.after,
  );
  return { ...(await readByIds(connection, ids, signal)), after };
};

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Customer>> {
  const asked = new Set<string>(ids);
  const rows: unknown[] = [];
  for (const filter of keyFilters('BusinessPartner', ids.filter(isNumber))) {
    const found = await connection.client.all(partnersQuery(filter), signal);
    rows.push(...found.filter((row) => asked.has(readableRows(RawNumber, [row])[0]?.BusinessPartner ?? '')));
  }
  const { records, rejected } = await partnersFrom(connection, rows, signal);
  return { records: records.filter(({ id }) => asked.has(id)), rejected };
}

const RawNumber = z.object({ BusinessPartner: NeededKey });
const isNumber = (id: string): boolean => /^[A-Z0-9_.-]{1,10}$/i.test(id);

const touchedSince =
  (since: Date): Step<Customer> =>
  async (connection, { after: place }, signal) => {
    const rows = await readTouched(connection, since.getTime(), signal);
    const { ids, after } = pageOfIds(
      rows.map(({ id }) => id),
      place,
    );
    return { ...(await readByIds(connection, ids, signal)), after };
  };

const listed = (step: Step<Customer>) =>
  listedByReading((connection, after, signal) => step(connection, { phase: 'all', step: 0, after, to: NO_MARKS }, signal));
const NO_MARKS: Marks = { readAt: 0, latest: null, days: {} };

async function readMarks(connection: Connection, before: Marks | null, signal: AbortSignal): Promise<Marks> {
  const readAt = connection.now().getTime();
  const rows = await readTouched(connection, before?.readAt ?? readAt, signal);
  const last = rows
    .map(({ stamp }) => stamp)
    .sort()
    .at(-1);
  return { readAt, latest: last === undefined ? null : { at: `${last}Z`, since: readAt }, days: daysOf(rows) };
}

/** East of everybody it is this much later than by UTC; only what is later still cannot be. */
const EASTERNMOST_MS = 14 * 3_600_000;

/** Addresses, e-mails and tax numbers are records of their own: a partner's stamp need not move with them, so its content is its change stamp. */
export const customers: S4Stream<'customers'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  readMarks,
  notices: ({ latest, readAt }) => clockAhead(latest === null ? 0 : Date.parse(latest.at) - readAt - EASTERNMOST_MS),
  steps: { all: [all], since: [changed] },
  readByIds,
  list: (range: ListRange) => [listed(range.kind === 'changedSince' ? touchedSince(range.since) : all)],
  async check(connection, signal) {
    await connection.client.page(partnersQuery(CUSTOMERS), null, 1, signal);
    await connection.client.page(
      partnersQuery(`LastChangeDate ge ${dayLiteral(firstDay(connection.now().getTime()))}`, fieldsOf(RawStamp)),
      null,
      1,
      signal,
    );
    await checkPartners(connection, signal);
  },
};
