import { endOfDay, startOfDay } from '../../shared/calendar.ts';
import type { Price } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { readableRows } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import {
  checkConditions,
  conditionsQuery,
  RawCondition,
  RawValidity,
  readConditions,
  readScales,
  readValidities,
  type RawScale,
} from './condition-records.ts';
import type { Connection } from './connection.ts';
import { changedFrom, latestOf, type Watermarks } from './cursor.ts';
import { SERVICES } from './services.ts';
import { keyAt, listedByReading, NOTHING, PAGE, placeOf, rejectBy, SUPPORT, type S4Stream, type Step } from './stream.ts';
import { shortHash } from '../shared/identity.ts';
import { inOwnUnits, ofOne } from './unit-prices.ts';
import { bareKey, decimalsOf, instantLiteral } from './values.ts';

/** `PPR0/1010/10/02/MXN`: condition type, sales organisation, distribution channel, price list type and currency. */
export const listIdOf = (
  validity: Pick<RawValidity, 'ConditionType' | 'SalesOrganization' | 'DistributionChannel' | 'PriceListType'>,
  currency: string,
) =>
  [
    validity.ConditionType,
    validity.SalesOrganization ?? '',
    validity.DistributionChannel ?? '',
    validity.PriceListType ?? '',
    currency,
  ].join('/');

/** What a record asks for one, from quantities on; the smallest line holds below its quantity, too. */
export function stepsOf(raw: RawCondition, scales: readonly RawScale[]): { line: string; minQuantity: string; amount: string }[] {
  const units = { numerator: raw.ConditionToBaseQtyNmrtr, denominator: raw.ConditionToBaseQtyDnmntr };
  const amountOf = (rate: string) => ofOne(rate, { per: raw.ConditionQuantity, decimals: decimalsOf(rate), ...units });
  if (scales.length === 0) return [{ line: '', minQuantity: '0', amount: amountOf(raw.ConditionRateValue) }];
  return scales.map((scale, index) => ({
    line: scale.ConditionScaleLine,
    minQuantity: index === 0 ? '0' : inOwnUnits(scale.ConditionScaleQuantity, units),
    amount: amountOf(scale.ConditionRateValue),
  }));
}

const rejectCondition = rejectBy(({ ConditionRecord: record }) => bareKey(String(record)));

async function pricesFrom(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<TranslatedRecords<Price>> {
  const read = await parseRows(RawCondition, rows, rejectCondition);
  const inUse = read.parsed.filter(({ ConditionIsDeleted }) => !ConditionIsDeleted);
  const records = inUse.map(({ ConditionRecord: record }) => record);
  const validities = await parseRows(RawValidity, await readValidities(connection, records, signal), rejectCondition);
  const byRecord = Map.groupBy(validities.parsed, ({ ConditionRecord: record }) => record);
  const scales = await readScales(connection, [...byRecord.keys()], signal);
  const today = todayOf(connection);
  const parsed = { parsed: inUse, rejected: [...read.rejected, ...validities.rejected] };
  return translateRows(parsed, rejectCondition, (raw) =>
    (byRecord.get(raw.ConditionRecord) ?? [])
      .filter(({ ConditionValidityEndDate: until }) => (until ?? LAST_DAY) >= today)
      .flatMap((validity) => toPrices(raw, { validity, scales: scales.get(raw.ConditionRecord) ?? [], timeZone: connection.timeZone })),
  );
}

/** Days by which people mean ever. */
const [FIRST_DAY, LAST_DAY] = ['1900-01-01', '9999-12-31'];

interface ToPrices {
  validity: RawValidity;
  scales: readonly RawScale[];
  timeZone: string;
}

function toPrices(raw: RawCondition, { validity, scales, timeZone }: ToPrices): Price[] {
  const { ConditionValidityStartDate: from, ConditionValidityEndDate: until } = validity;
  return stepsOf(raw, scales).map(({ line, minQuantity, amount }) => {
    const price = {
      id: erpRecordId([raw.ConditionRecord, until ?? LAST_DAY, line].filter((part) => part !== '').join('/')),
      listId: listIdOf(validity, raw.ConditionCurrency),
      appliesTo: { kind: 'product' as const, id: validity.Material },
      minQuantity,
      validFrom: from && from > FIRST_DAY ? startOfDay(timeZone, from).toISOString() : null,
      // It holds on its last day, too.
      validUntil: until && until < LAST_DAY ? endOfDay(timeZone, until).toISOString() : null,
      amount,
      currency: raw.ConditionCurrency,
      createdAt: null,
    };
    return { ...price, changeStamp: shortHash(JSON.stringify(price)) };
  });
}

const changedSince = (iso: string): string => `LastChangeDateTime ge ${instantLiteral(iso)}`;
const IN_USE = 'ConditionIsDeleted eq false';

const pageWith = (filter: string) => async (connection: Connection, after: string, signal: AbortSignal) => {
  const page = await connection.client.page(conditionsQuery(connection, filter), keyAt(after), PAGE, signal);
  return { ...(await pricesFrom(connection, page.rows, signal)), after: placeOf(page) };
};

const all: Step<Price> = (connection, { after }, signal) => pageWith(IN_USE)(connection, after, signal);

const changed: Step<Price> = async (connection, position, signal) => {
  const from = position.phase === 'since' ? changedFrom(position) : null;
  return from === null ? NOTHING : pageWith(changedSince(from))(connection, position.after, signal);
};

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Price>> {
  const asked = new Set<string>(ids);
  const records = ids.map((id) => id.split('/')[0] ?? '').filter((record) => /^[A-Z0-9$]{1,10}$/i.test(record));
  const read = await pricesFrom(connection, await readConditions(connection, records, signal), signal);
  return { records: read.records.filter(({ id }) => asked.has(id)), rejected: read.rejected.filter(({ id }) => asked.has(id)) };
}

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  const newest = await connection.client.latest(conditionsQuery(connection, ''), 'LastChangeDateTime', 1, signal);
  const stamp = readableRows(RawCondition.pick({ LastChangeDateTime: true }), newest)[0]?.LastChangeDateTime ?? null;
  return { readAt, latest: latestOf(stamp, before, readAt), days: {} };
}

export const prices: S4Stream<'prices'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  isOptional: true,
  described: { service: SERVICES.prices, set: 'A_SlsPrcgConditionRecord' },
  readWatermarks,
  steps: { all: [all], since: [changed] },
  readByIds,
  list: (range) => [listedByReading(pageWith(range.kind === 'changedSince' ? changedSince(range.since.toISOString()) : IN_USE))],
  check: checkConditions,
};
