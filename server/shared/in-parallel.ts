type Nothing = null | undefined;

interface Work<T> {
  atOnce: number;
  /** Nothing: there are no more. */
  next(): T | Nothing | Promise<T | Nothing>;
  work(item: T): Promise<void>;
}

/** Several items at a time. One failure stops the others after the item they are at, so that nothing is left half-way; then it is thrown. */
export async function inParallel<T>({ atOnce, next, work }: Work<T>): Promise<void> {
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const item = await next();
      if (item === undefined || item === null) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, () => worker().catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
}
