import { addDays, dayIn } from '../../shared/calendar.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { HIGHEST_ID, type Leaf } from './domain.ts';
import { isolating, rejectRow, type ChangedWhen, type StreamPart } from './stream.ts';
import { fromOdooTime } from './time.ts';

type Part = StreamPart<'subscriptions'>;
type Window = Pick<ChangedWhen, 'from' | 'until' | 'timeZone'>;

/** Subscriptions of several modules stand in one stream: their ids say of which they are. */
export function subscriptionIds(prefix: string) {
  const toId = (row: number): ErpRecordId => erpRecordId(`${prefix}-${row}`);
  return {
    toId,
    rejectRow: rejectRow(toId),
    part: ({ query, translate, readChangeStamps }: Pick<Part, 'query' | 'translate' | 'readChangeStamps'>): Part => ({
      query,
      translate: isolating<'subscriptions'>(translate, toId),
      readChangeStamps,
      rowIds: (ids) =>
        ids
          .filter((id) => id.startsWith(`${prefix}-`))
          .map((id) => Number(id.slice(prefix.length + 1)))
          .filter((id) => Number.isInteger(id) && id > 0 && id <= HIGHEST_ID),
      recordId: toId,
    }),
  };
}

/** Days that come within the window: nothing is written when a contract begins. */
export const beginsIn = (field: string, { from, until, timeZone }: Window): Leaf[] => [
  [field, '>=', dayIn(timeZone, fromOdooTime(from))],
  [field, '<=', dayIn(timeZone, fromOdooTime(until))],
];

/** Its last day is over within the window. */
export const endsIn = (field: string, { from, until, timeZone }: Window): Leaf[] => [
  [field, '>=', addDays(dayIn(timeZone, fromOdooTime(from)), -1)],
  [field, '<', dayIn(timeZone, fromOdooTime(until))],
];
