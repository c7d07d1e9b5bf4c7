import type { Log } from './shared/log.ts';

/**
 * What escaped every handler is a bug of ours in one request or job, and no reason to end everybody else's: what must hold together is in
 * the database, in transactions, and a request or job whose memory was lost this way ends by its time-out and is repeated. It is an ERROR
 * line, so that a person mends it. Called when the service runs; a start that fails ends the process.
 */
export function keepRunning(log: Log): void {
  const tell = (err: unknown): void => log.error({ err }, 'a failure escaped its handler, the service goes on');
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}
