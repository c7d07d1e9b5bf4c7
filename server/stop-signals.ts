import type { Log } from './shared/log.ts';

/** Longer than an orderly stop takes. */
const PATIENCE_MS = 10_000;

/**
 * Ends the process in order when it is told to. One Ctrl-C may arrive several times: the terminal signals the whole process group, and npm
 * sends its own on. Only who asks again after ten seconds wants an end at any price.
 */
export function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  let askedAt: number | null = null;
  const onSignal = (): void => {
    if (askedAt !== null) return performance.now() - askedAt > PATIENCE_MS ? process.exit(1) : undefined;
    askedAt = performance.now();
    void stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'not stopped in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
