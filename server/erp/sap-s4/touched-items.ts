import { anyOf } from '../shared/odata-query.ts';
import { UNREADABLE_STAMP } from '../shared/translate-rows.ts';
import type { Connection } from './connection.ts';
import { firstDay, type DayRow } from './day-feed.ts';
import { allItems, mergeItems, pageOfItems } from './journal.ts';
import type { Items } from './journal-item.ts';
import { dayLiteral } from './values.ts';

/** An item that was entered or cleared on one of the last days, as one of a day's rows. */
interface TouchedItem extends DayRow {
  said: Items;
}

/**
 * No change stamp moves when an item is cleared: the days on which it was entered and cleared are all that shows. What is taken back shows
 * nowhere but among the open ones, which the comparisons look at.
 */
export async function readTouchedItems(connection: Connection, since: number, signal: AbortSignal): Promise<TouchedItem[]> {
  const { items, broken } = await allItems(connection, touchedSince(since), signal);
  return [
    ...items.map((item) => ({
      said: { items: [item], broken: [] },
      id: item.key,
      day: item.touchedOn ?? '',
      stamp: `${item.clearedBy ?? 'open'} ${item.isReversed ? 'reversed' : ''}`,
    })),
    // Whose they are can be told, when not.
    ...broken.map((one) => ({ said: { items: [], broken: [one] }, id: [...one.names].join(' '), day: '', stamp: UNREADABLE_STAMP })),
  ];
}

export const saidBy = (rows: readonly TouchedItem[]): Items => mergeItems(rows.map(({ said }) => said));

function touchedSince(since: number): string {
  const from = dayLiteral(firstDay(since));
  return anyOf([`ClearingCreationDate ge ${from}`, `AccountingDocumentCreationDate ge ${from}`]);
}

/** Asked by the check: the two days are what changes are found by. */
export async function checkTouched(connection: Connection, signal: AbortSignal): Promise<void> {
  await pageOfItems(connection, touchedSince(connection.now().getTime()), { after: null, size: 1 }, signal);
}
