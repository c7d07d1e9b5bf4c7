import cron from 'node-cron';
import type { Log } from '../shared/log.ts';

/** Something to look after at fixed times. Several processes may tick at once, so `run` only asks what is due and enqueues it. */
export interface Tick {
  name: string;
  /** Cron expression, seconds first when it has six fields; UTC. */
  expression: string;
  run(): Promise<void>;
}

export interface Ticks {
  /** No further tick starts; resolves when the running ones have ended. */
  stop(): Promise<void>;
}

export function startTicks(ticks: readonly Tick[], log: Log): Ticks {
  cron.setLogger({
    info: (detail) => log.debug({ detail }, 'ticks'),
    debug: (detail) => log.debug({ detail: String(detail) }, 'ticks'),
    warn: (detail) => log.debug({ detail }, 'ticks'),
    error: (detail) => log.warn({ detail: String(detail) }, 'ticks'),
  });
  const running = new Set<Promise<void>>();
  const tasks = ticks.map((tick) =>
    cron.schedule(
      tick.expression,
      async () => {
        const run = runTick(tick, log);
        running.add(run);
        await run;
        running.delete(run);
      },
      // A tick that takes longer than its pace leaves out the next one.
      { name: tick.name, noOverlap: true, timezone: 'UTC' },
    ),
  );
  return {
    async stop() {
      for (const task of tasks) await task.destroy();
      await Promise.all(running);
    },
  };
}

async function runTick({ name, run }: Tick, log: Log): Promise<void> {
  try {
    await run();
  } catch (err) {
    // The next one tries again.
    log.warn({ tick: name, err }, 'tick failed');
  }
}
