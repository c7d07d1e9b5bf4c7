import { clockAhead, type Customer, type ListRange } from '../shared/contract.ts';
import { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { anyOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { TranslatedRecords } from '../shared/translate-rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import type { Between, Watermarks } from './cursor.ts';
import { daysOf, firstDay, isChanged, isSame, type DayRow } from './day-feed.ts';
import { keyFilters } from './key-filters.ts';
import { checkPartners, partnersFrom } from './partner-records.ts';
import { isPartnerNumber, PARTNER_FIELDS } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { keyAt, listedByReading, NOTHING, PAGE, placeOf, SUPPORT, type S4Stream, type Step } from './stream.ts';
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

/** Suppliers, too: a contact person has no role of a customer. Nothing is written as changed before the first change. */
function touchedSince(since: number): SetQuery {
  const from = dayLiteral(firstDay(since));
  return partnersQuery(anyOf([`LastChangeDate ge ${from}`, `CreationDate ge ${from}`]), fieldsOf(RawStamp));
}

const dayRows = (rows: readonly unknown[]): DayRow[] =>
  readableRows(RawStamp, rows).map((raw) => {
    const created = `${raw.CreationDate ?? ''}T${raw.CreationTime ?? '00:00:00'}`;
    const changed = raw.LastChangeDate ? `${raw.LastChangeDate}T${raw.LastChangeTime ?? '00:00:00'}` : '';
    const stamp = changed > created ? changed : created;
    return { id: raw.BusinessPartner, day: stamp.slice(0, 10), stamp };
  });

/** Days say little, and of thousands who came on one day few moved: they are looked through in larger pages than partners are read. */
const LOOKED_AT = 1_000;
/** In one step, after which the place is kept: of a day on which everything was changed, a step that fails begins again here and not at its start. */
const MOST_PAGES = 10;
const RawPlace = z.object({ BusinessPartner: z.string() });

/** A page of what was made or changed on the last days; of two readings, what lies in parts that moved between them. */
async function readTouched(
  connection: Connection,
  since: number | Between,
  after: string,
  signal: AbortSignal,
): Promise<TranslatedRecords<Customer> & { after: string | null }> {
  const [from, between] = typeof since === 'number' ? [since, null] : [since.from.readAt, since];
  const moved: unknown[] = [];
  let place = keyAt(after);
  let pages = 0;
  do {
    const page = await connection.client.page(touchedSince(from), place, between === null ? PAGE : LOOKED_AT, signal);
    const found = page.rows.filter((row) => between === null || dayRows([row]).some((one) => isChanged(between, one)));
    const taken = found.slice(0, PAGE - moved.length);
    moved.push(...taken);
    place = taken.length < found.length ? [RawPlace.parse(taken.at(-1)).BusinessPartner] : page.after;
  } while (place !== null && moved.length < PAGE && ++pages < MOST_PAGES);
  const ids = dayRows(moved).map(({ id }) => erpRecordId(id));
  return { ...(await readByIds(connection, ids, signal)), after: placeOf({ after: place }) };
}

const changed: Step<Customer> = async (connection, position, signal) =>
  position.phase === 'all' || isSame(position) ? NOTHING : readTouched(connection, position, position.after, signal);

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Customer>> {
  const asked = new Set<string>(ids);
  const rows: unknown[] = [];
  for (const filter of keyFilters('BusinessPartner', ids.filter(isPartnerNumber))) {
    const found = await connection.client.all(partnersQuery(filter), signal);
    rows.push(...found.filter((row) => asked.has(readableRows(RawNumber, [row])[0]?.BusinessPartner ?? '')));
  }
  const { records, rejected } = await partnersFrom(connection, rows, signal);
  return { records: records.filter(({ id }) => asked.has(id)), rejected };
}

const RawNumber = z.object({ BusinessPartner: NeededKey });

const madeOrChanged =
  (since: Date): Step<Customer> =>
  (connection, { after }, signal) =>
    readTouched(connection, since.getTime(), after, signal);

const listed = (step: Step<Customer>) =>
  listedByReading((connection, after, signal) => step(connection, { phase: 'all', step: 0, after, to: NO_WATERMARKS }, signal));
const NO_WATERMARKS: Watermarks = { readAt: 0, latest: null, days: {} };

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  const rows: DayRow[] = [];
  const keep = (page: readonly unknown[]): void => void rows.push(...dayRows(page));
  await connection.client.each(touchedSince(before?.readAt ?? readAt), keep, signal);
  const last = rows.reduce((latest, { stamp }) => (stamp > latest ? stamp : latest), '');
  return { readAt, latest: last === '' ? null : { at: `${last}Z`, since: readAt }, days: daysOf(rows) };
}

/** East of everybody it is this much later than by UTC; only what is later still cannot be. */
const EASTERNMOST_MS = 14 * 3_600_000;

/** Addresses, e-mails and tax numbers are records of their own: a partner's stamp need not move with them, so its content is its change stamp. */
export const customers: S4Stream<'customers'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  described: { service: SERVICES.partners, set: 'A_BusinessPartner' },
  readWatermarks,
  notices: ({ latest, readAt }) => clockAhead(latest === null ? 0 : Date.parse(latest.at) - readAt - EASTERNMOST_MS),
  steps: { all: [all], since: [changed] },
  readByIds,
  list: (range: ListRange) => [listed(range.kind === 'changedSince' ? madeOrChanged(range.since) : all)],
  async check(connection, signal) {
    await connection.client.page(partnersQuery(CUSTOMERS), null, 1, signal);
    await connection.client.page(touchedSince(connection.now().getTime()), null, 1, signal);
    await checkPartners(connection, signal);
  },
};
