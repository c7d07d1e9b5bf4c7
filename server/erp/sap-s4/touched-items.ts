import { anyOf } from '../shared/odata-query.ts';
import { UNREADABLE_STAMP } from '../shared/translate-rows.ts';
import type { KeyValues } from './client.ts';
import type { Connection } from './connection.ts';
import type { Between } from './cursor.ts';
import { firstDay, isChanged, type DayRow } from './day-feed.ts';
import { mergeItems, pageOfItems, visitItems } from './journal.ts';
import type { Items } from './journal-item.ts';
import { dayLiteral } from './values.ts';

/**
 * No change stamp moves when an item is cleared: the days on which it was entered and cleared are all that shows. What is taken back shows
 * nowhere but among the open ones, which the comparisons look at.
 */
function touchedSince(since: number): string {
  const from = dayLiteral(firstDay(since));
  return anyOf([`ClearingCreationDate ge ${from}`, `AccountingDocumentCreationDate ge ${from}`]);
}

/** An item as one of a day's rows. */
interface TouchedItem extends DayRow {
  said: Items;
}

const rowsOf = ({ items, broken }: Items): TouchedItem[] => [
  ...items.map((item) => ({
    said: { items: [item], broken: [] },
    id: item.key,
    day: item.touchedOn ?? '',
    stamp: `${item.clearedBy ?? 'open'} ${item.isReversed ? 'reversed' : ''}`,
  })),
  // Whose they are can be told, when not.
  ...broken.map((one) => ({ said: { items: [], broken: [one] }, id: [...one.names].join(' '), day: '', stamp: UNREADABLE_STAMP })),
];

/** What was entered or cleared on the last days, by what is kept of it. */
export async function readTouchedDays(connection: Connection, since: number, signal: AbortSignal): Promise<DayRow[]> {
  const rows: DayRow[] = [];
  const keep = (page: Items): void => {
    for (const { id, day, stamp } of rowsOf(page)) rows.push({ id, day, stamp });
  };
  await visitItems(connection, touchedSince(since), keep, signal);
  return rows;
}

const PAGE = 500;

/** A page of it; of two readings, what lies in parts that moved between them. */
export async function pageOfTouched(
  connection: Connection,
  since: number | Between,
  after: KeyValues | null,
  signal: AbortSignal,
): Promise<Items & { after: KeyValues | null }> {
  const [from, between] = typeof since === 'number' ? [since, null] : [since.from.readAt, since];
  const page = await pageOfItems(connection, touchedSince(from), { after, size: PAGE }, signal);
  const rows = rowsOf(page).filter((row) => between === null || isChanged(between, row));
  return { ...mergeItems(rows.map(({ said }) => said)), after: page.after };
}

/** Asked by the check: the two days are what changes are found by. */
export async function checkTouched(connection: Connection, signal: AbortSignal): Promise<void> {
  await pageOfItems(connection, touchedSince(connection.now().getTime()), { after: null, size: 1 }, signal);
}
