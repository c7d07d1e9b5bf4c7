import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Metrics } from '../../metrics/metrics.ts';

interface MetricsDeps {
  metrics: Metrics;
  /** Bearer token to ask for; null: only this machine is answered. */
  token: string | null;
}

export function metricsPage({ metrics, token }: MetricsDeps): RequestHandler {
  return async (req, res) => {
    const isAllowed = token === null ? isFromHere(req) : isSame(req.get('authorization') ?? '', `Bearer ${token}`);
    if (!isAllowed) return void res.status(401).set('www-authenticate', 'Bearer').json({ status: 'token required' });
    const { contentType, text } = await metrics.render();
    res.set('content-type', contentType).send(text);
  };
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** A proxy on this machine speaks for somebody else: it adds a header of its own, or passes on the name it was asked for. */
const isFromHere = (req: Request): boolean =>
  LOOPBACK.has(req.socket.remoteAddress ?? '') && !Object.keys(req.headers).some(isOfProxy) && isLoopbackName(req.get('host') ?? '');

const isOfProxy = (header: string): boolean =>
  /^(x-)?forwarded|^via$|^x-real-ip$|^(cf|true-client|x-client|x-cluster-client)-/.test(header);
const isLoopbackName = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);

/** Compares in a time that tells nothing about where the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
