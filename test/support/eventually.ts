import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any machine takes, however busy it is: how fast something goes is no matter of these tests. */
const WITHIN_MS = 60_000;

/** Repeats the expectation until it holds; for what other processes or the job queue do in their own time. */
export async function eventually(expectation: () => void | Promise<void>, withinMs = WITHIN_MS): Promise<void> {
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
