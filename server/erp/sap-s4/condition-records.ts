import { z } from 'zod';
import { allOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { todayOf, type CompanyClock } from '../shared/today.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';
import { dayLiteral, DayText, DecimalText, Flag, InstantText, NeededKey, Text } from './values.ts';

export const RawCondition = z.object({
  ConditionRecord: NeededKey,
  ConditionRateValue: DecimalText,
  ConditionCurrency: z.string().length(3),
  /** The amount is for so many of a unit, */
  ConditionQuantity: DecimalText,
  /** of which so many are … */
  ConditionToBaseQtyDnmntr: DecimalText,
  /** … so many of the product's own. */
  ConditionToBaseQtyNmrtr: DecimalText,
  ConditionIsDeleted: Flag,
  LastChangeDateTime: InstantText,
});
export type RawCondition = z.output<typeof RawCondition>;

export const RawValidity = z.object({
  ConditionRecord: NeededKey,
  ConditionValidityEndDate: DayText,
  ConditionValidityStartDate: DayText,
  ConditionType: z.string().min(1),
  SalesOrganization: Text,
  DistributionChannel: Text,
  PriceListType: Text,
  Material: z.string().trim().min(1),
});
export type RawValidity = z.output<typeof RawValidity>;

const RawScale = z.object({
  ConditionRecord: NeededKey,
  ConditionSequentialNumber: z.string(),
  ConditionScaleLine: z.string().min(1),
  ConditionScaleQuantity: DecimalText,
  ConditionRateValue: DecimalText,
});
export type RawScale = z.output<typeof RawScale>;

/** Of sales, an amount for a quantity, and in force today or later. Percentages and what belongs to purchasing are no prices. */
export function conditionsQuery(clock: CompanyClock, filter: string): SetQuery {
  return {
    service: SERVICES.prices,
    set: 'A_SlsPrcgConditionRecord',
    key: ['ConditionRecord'],
    select: fieldsOf(RawCondition),
    filter: allOf(
      `ConditionApplication eq 'V' and ConditionCalculationType eq 'C' and ConditionValidityEndDate ge ${dayLiteral(todayOf(clock))}`,
      filter,
    ),
  };
}

/** With one of these a price is not everybody's. */
const NARROWER = [
  ...['Customer', 'SoldToParty', 'PayerParty', 'ShipToParty', 'CustomerGroup', 'CustomerPriceGroup', 'CustomerHierarchy', 'Industry'],
  ...['SalesDocument', 'ConditionContract', 'EngagementProject', 'VariantCondition', 'Plant', 'SalesOffice', 'SalesGroup', 'SalesDistrict'],
  ...['Division', 'DestinationCountry', 'DepartureCountry', 'Region', 'SalesDocumentType', 'Batch'],
];
const EVERYBODYS = NARROWER.map((field) => `${field} eq ''`).join(' and ');

/** Prices of products that do not depend on who asks. */
export const validitiesQuery = (filter: string): SetQuery => ({
  service: SERVICES.prices,
  set: 'A_SlsPrcgCndnRecdValidity',
  key: ['ConditionRecord', 'ConditionValidityEndDate'],
  select: fieldsOf(RawValidity),
  filter: allOf(`ConditionApplication eq 'V' and Material ne ''`, EVERYBODYS, filter),
});

const scalesQuery = (filter: string): SetQuery => ({
  service: SERVICES.prices,
  set: 'A_SlsPrcgCndnRecordScale',
  key: ['ConditionRecord', 'ConditionSequentialNumber', 'ConditionScaleLine'],
  select: fieldsOf(RawScale),
  filter,
});

export const readValidities = (connection: Connection, records: readonly string[], signal: AbortSignal): Promise<unknown[]> =>
  byRecord(connection, validitiesQuery, records, signal);

/** By condition record, the smallest quantity first. */
export async function readScales(
  connection: Connection,
  records: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RawScale[]>> {
  const rows = readableRows(RawScale, await byRecord(connection, scalesQuery, records, signal));
  const sorted = rows.toSorted((a, b) => Number(a.ConditionScaleQuantity) - Number(b.ConditionScaleQuantity));
  return Map.groupBy(sorted, ({ ConditionRecord: record }) => record);
}

export const readConditions = (connection: Connection, records: readonly string[], signal: AbortSignal): Promise<unknown[]> =>
  byRecord(connection, (filter) => conditionsQuery(connection, filter), records, signal);

async function byRecord(
  { client }: Connection,
  queryFor: (filter: string) => SetQuery,
  records: readonly string[],
  signal: AbortSignal,
): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const filter of keyFilters('ConditionRecord', records)) rows.push(...(await client.all(queryFor(filter), signal)));
  return rows;
}

export async function checkConditions(connection: Connection, signal: AbortSignal): Promise<void> {
  for (const query of [conditionsQuery(connection, ''), validitiesQuery(''), scalesQuery('')])
    await connection.client.page(query, null, 1, signal);
}
