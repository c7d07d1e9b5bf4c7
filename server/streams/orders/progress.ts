import { compareSums } from '../../mirror/decimals.ts';
import type { Order, OrderLine } from './record.ts';

/** How much of an order something was done with. `nothing`: there is nothing of the kind to be done. */
export type Share = 'nothing' | 'none' | 'partly' | 'all';

interface Progress {
  reserved: Share;
  delivered: Share;
  invoiced: Share;
}

/** How far an order came, by its lines: for every ERP the same. A line of nothing, or of less, says nothing. */
export function progressOf({ lines }: Pick<Order, 'lines'>): Progress {
  const counted = lines.filter(({ quantity }) => compareSums([quantity], []) > 0);
  return {
    reserved: shareOf(counted, ({ reserved, delivered }) => (reserved === null ? null : [reserved, delivered ?? '0'])),
    delivered: shareOf(counted, ({ delivered }) => (delivered === null ? null : [delivered])),
    invoiced: shareOf(counted, ({ invoiced }) => [invoiced]),
  };
}

/** The next day on which the ERP holds more of these lines back; null: none that is ahead. */
export function nextReservation(lines: readonly Pick<OrderLine, 'reservesOn'>[], now: Date): string | null {
  // The ERP that has such days counts them in UTC.
  const today = now.toISOString().slice(0, 10);
  // What was kept before the day was read has none.
  const ahead = lines.flatMap(({ reservesOn }) => (reservesOn && reservesOn > today ? [reservesOn] : []));
  return ahead.toSorted()[0] ?? null;
}

/** `doneOf`: the quantities of a line that are done, to be added up; null: nothing of the kind is done with it. */
function shareOf(lines: readonly OrderLine[], doneOf: (line: OrderLine) => string[] | null): Share {
  const open = lines.flatMap((line) => {
    const done = doneOf(line);
    return done === null ? [] : [{ isBegun: compareSums(done, []) > 0, isDone: compareSums(done, [line.quantity]) >= 0 }];
  });
  if (open.length === 0) return 'nothing';
  if (open.every(({ isDone }) => isDone)) return 'all';
  return open.some(({ isBegun }) => isBegun) ? 'partly' : 'none';
}
