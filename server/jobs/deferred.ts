import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Db } from '../db/index.ts';

/** A job that waits, and for how long: for whoever has slots, be it another thread or another process. */
const Deferred = z.object({ name: z.string(), afterMs: z.number() });

const CHANNEL = 'puente_deferred_jobs';

/** Arrives when the transaction commits, and never if it rolls back. pg-boss announces only what can begin at once. */
export async function announceDeferred(trx: Db, name: string, afterMs: number): Promise<void> {
  const payload = JSON.stringify({ name, afterMs } satisfies z.infer<typeof Deferred>);
  await trx.raw(`select pg_notify(:channel, :payload)`, { channel: CHANNEL, payload });
}

/** On a connection of its own, which is opened again when it is lost. What is announced meanwhile is found by the next look. */
export async function listenForDeferred(
  boss: PgBoss,
  onDeferred: (name: string, afterMs: number) => void,
): Promise<{ close(): Promise<void> } | undefined> {
  const onPayload = (payload: string): void => {
    const { name, afterMs } = Deferred.parse(JSON.parse(payload));
    onDeferred(name, afterMs);
  };
  return boss.getDb().listen?.(CHANNEL, onPayload, () => undefined);
}
