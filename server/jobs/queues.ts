import { PgBoss } from 'pg-boss';
import type { Log } from '../shared/log.ts';

/** Where jobs end that were given up. They are kept and can be run again. */
export const FAILED = 'failed';
const KEPT_FAILED_SECONDS = 30 * 24 * 3600;

/** The policy that keeps at most one job waiting and one running per key, by a unique index over all processes. */
const QUEUE = {
  policy: 'stately',
  notify: true,
  // A killed worker's job is taken over after this; pg-boss allows no less.
  heartbeatSeconds: 10,
  retryLimit: 8,
  retryBackoff: true,
  retryDelay: 1,
  retryDelayMax: 300,
  deadLetter: FAILED,
  deleteAfterSeconds: 3600,
} as const;

/** A `worker` supervises (takes over jobs of dead processes, tidies up) and listens; the others only enqueue. */
export function createBoss(connectionString: string, log: Log, isWorker: boolean): PgBoss {
  const boss = new PgBoss({
    connectionString,
    application_name: 'puente jobs',
    max: isWorker ? 5 : 2,
    schedule: false,
    supervise: isWorker,
    useListenNotify: isWorker,
    // How soon after its last heartbeat a dead process's job is noticed.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    queueCacheIntervalSeconds: 60,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // It goes on by itself: lost connections are opened again, missed notifications are made up for by polling.
  boss.on('error', (err) => log.warn({ err }, 'job queue error'));
  boss.on('warning', ({ message }) => log.debug({ detail: message }, 'job queue warning'));
  return boss;
}

/** Idempotent, and safe when several processes do it at once. */
export async function createQueue(boss: PgBoss, name: string): Promise<void> {
  await boss.createQueue(FAILED, { retentionSeconds: KEPT_FAILED_SECONDS });
  if (name !== FAILED) await boss.createQueue(name, QUEUE);
}
