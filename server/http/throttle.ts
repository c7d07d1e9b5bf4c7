interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets in memory: protects this process only, which is all it is for. True: go on. */
export function createThrottle({ perSecond, burst, now }: { perSecond: number; burst: number; now(): Date }): (key: string) => boolean {
  const buckets = new Map<string, Bucket>();
  const refill = ({ tokens, at }: Bucket, time: number) => Math.min(burst, tokens + (Math.max(0, time - at) / 1_000) * perSecond);
  return (key) => {
    const time = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: burst, at: time };
    const tokens = refill(bucket, time);
    const isAllowed = tokens >= 1;
    buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: time });
    // A full bucket says nothing: forgetting those keeps the map as small as what is busy.
    if (buckets.size > 10_000) for (const [other, held] of buckets) if (refill(held, time) >= burst) buckets.delete(other);
    return isAllowed;
  };
}
