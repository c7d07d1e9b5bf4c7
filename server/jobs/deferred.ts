import type { PgBoss } from 'pg-boss';
import type { Db } from '../db/index.ts';

const CHANNEL = 'puente_deferred_jobs';
/** In how many milliseconds a job of which name is due: `1000 hint`. */
const PAYLOAD = /^(\d+) (.+)$/;

/**
 * For whoever has slots, be it another thread or another process; pg-boss announces only what can begin at once. Arrives when the transaction
 * commits, and never if it rolls back.
 */
export async function announceDeferred(trx: Db, name: string, afterMs: number): Promise<void> {
  await trx.raw(`select pg_notify(:channel, :payload)`, { channel: CHANNEL, payload: `${Math.ceil(afterMs)} ${name}` });
}

/** On a connection of its own, which is opened again when it is lost. What is announced meanwhile is found by the next look. */
export async function listenForDeferred(
  boss: PgBoss,
  onDeferred: (name: string, afterMs: number) => void,
): Promise<{ close(): Promise<void> } | undefined> {
  const onPayload = (payload: string): void => {
    const [, afterMs, name] = PAYLOAD.exec(payload) ?? [];
    // A word of another version of ours is none: the job is found all the same, only later.
    if (name !== undefined) onDeferred(name, Number(afterMs));
  };
  return boss.getDb().listen?.(CHANNEL, onPayload, () => undefined);
}
