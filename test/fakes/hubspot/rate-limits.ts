import { randomUUID } from 'node:crypto';
import type { FakeAnswer } from '../http.ts';

/** So many calls in any window of this length. Refused calls do not count. */
class RollingLimit {
  private readonly max: number;
  private readonly windowMs: number;
  private readonly now: () => Date;
  private taken: number[] = [];

  constructor(max: number, windowMs: number, now: () => Date) {
    this.max = max;
    this.windowMs = windowMs;
    this.now = now;
  }

  take(): boolean {
    const isFree = this.remaining() > 0;
    if (isFree) this.taken.push(this.now().getTime());
    return isFree;
  }

  remaining(): number {
    const since = this.now().getTime() - this.windowMs;
    const gone = this.taken.findIndex((at) => at > since);
    this.taken.splice(0, gone < 0 ? this.taken.length : gone);
    return this.max - this.taken.length;
  }
}

export type RateBucket = 'general' | 'search';

/** 110 calls in 10 s for an app in a portal; 5 searches a second for the portal, whoever searches. */
export class RateLimits {
  private readonly limits: Record<RateBucket, RollingLimit>;

  constructor(now: () => Date) {
    this.limits = { general: new RollingLimit(110, 10_000, now), search: new RollingLimit(5, 1_000, now) };
  }

  /** Null: the call may go on. */
  refusal(bucket: RateBucket): FakeAnswer | null {
    return this.limits[bucket].take() ? null : tooMany(bucket === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING');
  }

  /** Searches carry none. */
  headers(bucket: RateBucket): Record<string, string> {
    if (bucket === 'search') return {};
    return {
      'x-hubspot-ratelimit-max': '110',
      'x-hubspot-ratelimit-remaining': String(this.limits.general.remaining()),
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    };
  }
}

export function tooMany(policyName: 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY'): FakeAnswer {
  const limit = { TEN_SECONDLY_ROLLING: 'ten_secondly_rolling', SECONDLY: 'secondly', DAILY: 'daily' }[policyName];
  const message = policyName === 'SECONDLY' ? 'You have reached your secondly limit.' : `You have reached your ${limit} limit.`;
  return {
    status: 429,
    body: { status: 'error', message, errorType: 'RATE_LIMIT', correlationId: randomUUID(), policyName, requestId: randomUUID() },
  };
}
