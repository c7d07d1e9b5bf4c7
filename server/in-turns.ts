import { setImmediate as nextTurn } from 'node:timers/promises';

/** A card waits no longer than this for somebody else's page. */
const TURN_MS = 4;

/** One after another, in their order, and between them whoever else waits for this process has a turn: a page takes tens of milliseconds. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > TURN_MS) {
      await nextTurn();
      since = performance.now();
    }
    work(item);
  }
}
