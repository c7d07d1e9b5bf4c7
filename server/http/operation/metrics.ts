import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Metrics } from '../../metrics.ts';

export interface MetricsDeps {
  metrics: Metrics;
  /** Bearer token to ask for; null: open. */
  token: string | null;
}

export function metricsPage({ metrics, token }: MetricsDeps): RequestHandler {
  return async (req, res) => {
    if (token !== null && !isSame(req.get('authorization') ?? '', `Bearer ${token}`)) {
      return void res.status(401).set('www-authenticate', 'Bearer').json({ status: 'token required' });
    }
    const { contentType, text } = await metrics.render();
    res.set('content-type', contentType).send(text);
  };
}

/** Compares in a time that tells nothing about where the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
