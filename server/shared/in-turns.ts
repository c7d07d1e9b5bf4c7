import { setImmediate as nextTurn } from 'node:timers/promises';

/** A card waits no longer than this for somebody else's page. */
const TURN_MS = 4;

/** One after another, in their order, and between them whoever else waits for this process has a turn: a page takes tens of milliseconds. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  const endTurn = startTurns();
  for (const item of items) {
    work(item);
    // Nearly always it is still this one's turn: awaiting that as well would cost as much as a small piece of work.
    const turn = endTurn();
    if (turn) await turn;
  }
}

/** To be awaited between pieces of work: lets others have a turn when this one has lasted long enough. */
export function startTurns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN_MS) return undefined;
    return nextTurn().then(() => void (since = performance.now()));
  };
}
