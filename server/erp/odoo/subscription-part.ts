import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { HIGHEST_ID, type Leaf } from './domain.ts';
import { isolating, rejectRow, type StreamPart } from './stream.ts';

type Part = StreamPart<'subscriptions'>;

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
export const beginsIn = (field: string, { from, until }: { from: string; until: string }): Leaf[] => [
  [field, '>=', dayOf(from)],
  [field, '<=', dayOf(until)],
];

/** Its last day is over within the window. */
export const endsIn = (field: string, { from, until }: { from: string; until: string }): Leaf[] => [
  [field, '>=', dayBefore(dayOf(from))],
  [field, '<', dayOf(until)],
];

export const dayOf = (moment: string): string => moment.slice(0, 10);
const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
