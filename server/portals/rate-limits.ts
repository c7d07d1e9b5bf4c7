import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../db/index.ts';
import { RetryLaterError } from '../shared/errors.ts';
import type { Bucket } from '../hubspot/client.ts';
import type { CallPriority } from '../hubspot/contract.ts';
import type { PortalId } from '../shared/ids.ts';
import { createLine, type Line } from './rate-line.ts';

interface BucketLimits {
  /** Tokens that come back per second. */
  perSecond: number;
  /** Tokens a rested bucket holds. */
  burst: number;
  /**
   * Tokens that must be left for others after a call of this priority. What a bucket holds beyond one of these and the call itself is how late
   * a call may come without losing any: tokens that come back to a full bucket are gone.
   */
  reserve: Readonly<Record<CallPriority, number>>;
}

/**
 * General: HubSpot allows 110 calls in any 10 s. A bucket lets `burst + 10 × perSecond` through in the worst window: 3 + 107 = 110, and
 * 10.7 calls a second is 0.97 of what is allowed. Search: 5 a second for the whole account, shared with other apps, so at most 4 in any second.
 */
export const BUCKETS: Readonly<Record<Bucket, BucketLimits>> = {
  general: { perSecond: 10.7, burst: 3, reserve: { interactive: 0, live: 0.5, backfill: 1, retry: 1.5 } },
  search: { perSecond: 2.5, burst: 1.5, reserve: { interactive: 0, live: 0.1, backfill: 0.3, retry: 0.4 } },
};

/** The budget of HubSpot calls of every portal, shared by all processes through one row per portal and bucket. */
export interface RateLimits {
  /** Waits until one more call is allowed. Throws RetryLaterError when HubSpot asked for a longer wait than a job should sit out. */
  lease(portalId: PortalId, bucket: Bucket, priority: CallPriority, signal?: AbortSignal): Promise<void>;
  /** Nobody calls before `until`, in no process. */
  block(portalId: PortalId, bucket: Bucket, until: Date): Promise<void>;
}

/** For benchmarks that measure everything else. */
export const unlimited: RateLimits = { lease: () => Promise.resolve(), block: () => Promise.resolve() };

/** After so long the one who has waited longest gets every tenth call, whatever more urgent ones ask for. */
const PATIENCE_MS = 5_000;
const ONE_IN = 10;

/** A job that sits out more than this keeps a slot from others. */
const LONGEST_WAIT_MS = 15_000;

export function createRateLimits(db: Db): RateLimits {
  const lines = new Map<string, Line>();
  return {
    lease(portalId, bucket, priority, signal) {
      const key = `${portalId} ${bucket}`;
      let line = lines.get(key);
      if (!line) {
        // One asks for all of this process, most urgent first: the others would only ask in vain.
        line = createLine(
          (waiting) => tryLease(db, portalId, bucket, waiting),
          (ms) => delay(ms, undefined, { ref: false }),
          { ms: PATIENCE_MS, everyMs: (ONE_IN * 1_000) / BUCKETS[bucket].perSecond },
        );
        lines.set(key, line);
      }
      return line.wait(priority, signal);
    },
    async block(portalId, bucket, until) {
      await addBucket(db, portalId, bucket);
      await db.raw(
        `update rate_buckets set blocked_until = greatest(blocked_until, :until::timestamptz)
         where portal_id = :portalId and bucket = :bucket`,
        { portalId, bucket, until },
      );
    },
  };
}

async function tryLease(db: Db, portalId: PortalId, bucket: Bucket, priority: CallPriority): Promise<number> {
  const { waitMs, blockedUntil } = await takeToken(db, portalId, { bucket, priority });
  if (blockedUntil && waitMs > LONGEST_WAIT_MS) {
    throw new RetryLaterError('HubSpot asked to wait', { code: 'hubspot.rate_limited', params: { bucket }, retryAt: blockedUntil });
  }
  return waitMs;
}

/**
 * Takes one token if there is one to spare; otherwise says how long until there may be. The database's clock counts, because those of
 * several machines differ; `at` replaces it in tests.
 */
export async function takeToken(
  db: Db,
  portalId: PortalId,
  { bucket, priority, at = null }: { bucket: Bucket; priority: CallPriority; at?: Date | null },
): Promise<{ waitMs: number; blockedUntil: Date | null }> {
  const { perSecond, burst, reserve } = BUCKETS[bucket];
  const bindings = { portalId, bucket, perSecond, burst, needed: 1 + reserve[priority], at };
  const { rows } = await db.raw<{ rows: { isTaken: boolean; waitS: number; blockedUntil: Date | null }[] }>(TAKE, bindings);
  const [row] = rows;
  if (row) return { waitMs: row.isTaken ? 0 : Math.max(1, Math.ceil(row.waitS * 1_000)), blockedUntil: row.blockedUntil };
  await addBucket(db, portalId, bucket, at);
  return takeToken(db, portalId, { bucket, priority, at });
}

// The steps are materialized so that the clock is read after the row is locked, and read once.
const TAKE = `
  with held as materialized (
    select b.tokens, b.blocked_until, b.updated_at from rate_buckets b
    where b.portal_id = :portalId and b.bucket = :bucket for update
  ), clock as materialized (
    select held.*, coalesce(:at::timestamptz, clock_timestamp()) as at from held
  ), filled as materialized (
    select clock.at, case when clock.blocked_until > clock.at then clock.blocked_until end as blocked_until,
      least(:burst::double precision, clock.tokens + :perSecond * greatest(0, extract(epoch from clock.at - clock.updated_at))) as tokens
    from clock
  ), taken as (
    update rate_buckets b set tokens = filled.tokens - 1, updated_at = greatest(b.updated_at, filled.at)
    from filled
    where b.portal_id = :portalId and b.bucket = :bucket and filled.blocked_until is null and filled.tokens >= :needed
    returning true
  )
  select exists (select 1 from taken) as is_taken, filled.blocked_until,
    greatest(extract(epoch from filled.blocked_until - filled.at), (:needed - filled.tokens) / :perSecond)::double precision as wait_s
  from filled`;

/** A bucket nobody has used is full. */
async function addBucket(db: Db, portalId: PortalId, bucket: Bucket, at: Date | null = null): Promise<void> {
  await db.raw(
    `insert into rate_buckets (portal_id, bucket, tokens, updated_at)
     values (:portalId, :bucket, :burst, coalesce(:at::timestamptz, clock_timestamp())) on conflict do nothing`,
    { portalId, bucket, burst: BUCKETS[bucket].burst, at },
  );
}
