import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats the expectation until it holds; for what other processes or the job queue do in their own time. */
export async function eventually(expectation: () => void | Promise<void>, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
