/**
 * What arrives while earlier work is under way waits and is then done in one go, at most so many items at once. Everybody waits for the end
 * of the work that holds what they brought, and fails with it.
 */
export function batchCalls<T>(work: (items: readonly T[]) => Promise<void>, most: number): (items: readonly T[]) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: { items: T[]; done: Promise<void> } | null = null;

  function startWaiting(): { items: T[]; done: Promise<void> } {
    const items: T[] = [];
    const done = last.then(() => {
      if (waiting?.items === items) waiting = null;
      return work(items);
    });
    last = done.catch(() => undefined);
    return { items, done };
  }

  return (items) => {
    if (waiting === null || waiting.items.length + items.length > most) waiting = startWaiting();
    waiting.items.push(...items);
    return waiting.done;
  };
}
