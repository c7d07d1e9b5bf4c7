import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Failure } from '../../hubspot-app/app/cards/api/types.ts';
import type { Log } from '../shared/log.ts';
import { routeOf, sendFailure } from './failures.ts';

/** Turns away a request that never reached its endpoint; the reference finds the log line. */
export function refuse(
  log: Log,
  req: Request,
  res: Response,
  { status, code, who, reason }: { status: number; code: string; who: Failure['who']; reason: string },
): void {
  const reference = randomBytes(4).toString('hex');
  log.info({ reference, code, status, reason, method: req.method, route: routeOf(req) }, 'request refused');
  sendFailure(res, status, { code, params: {}, who, reference });
}
