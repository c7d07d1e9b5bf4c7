import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { z } from 'zod';
import type { Failure } from '../../hubspot-app/app/cards/api/types.ts';
import { isDatabaseAway } from '../db/outage.ts';
import {
  InvalidInputError,
  PuenteError,
  ReconnectError,
  RecordRejectedError,
  RetryLaterError,
  TransientError,
  UndecidedError,
} from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';

/** Somebody asked for what they may not have. HTTP 403. */
export class NotAllowedError extends PuenteError {}
/** What was asked for is not there, or not this portal's. HTTP 404. */
export class NotFoundError extends PuenteError {}

/** The one place where a failure becomes an HTTP status and words for the person who asked. */
export function answerFailures(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const { status, code, params, who } = isDatabaseAway(error) ? DATABASE_AWAY : describe(error);
    const reference = randomBytes(4).toString('hex');
    const facts = { reference, code, method: req.method, route: routeOf(req) };
    if (code === DATABASE_AWAY.code) log.warn({ ...facts, err: error }, 'request failed');
    else if (status >= 500 && code === 'internal') log.error({ ...facts, err: error }, 'request failed');
    else log.info({ ...facts, status }, 'request refused');
    sendFailure(res, status, { code, params, who, reference });
  };
}

const DATABASE_AWAY = { status: 503, code: 'database.unreachable', params: {}, who: 'operator' } as const;

/** As it was declared where that is known: what stands in for `:token` is a secret. */
export const routeOf = (req: Request): string => req.baseUrl + ((req.route as { path?: string } | undefined)?.path ?? req.path);

export function sendFailure(res: Response, status: number, failure: Failure): void {
  res.status(status).json(failure);
}

function describe(error: unknown): { status: number } & Omit<Failure, 'reference'> {
  if (error instanceof z.ZodError) return { status: 400, code: 'input.invalid', params: { field: fieldOf(error) }, who: 'you' };
  if (!(error instanceof PuenteError))
    return { status: statusOf(error), code: statusOf(error) < 500 ? 'input.invalid' : 'internal', params: {}, who: 'operator' };
  const { code, params } = error;
  if (error instanceof NotAllowedError) return { status: 403, code, params, who: 'administrator' };
  if (error instanceof NotFoundError || code === 'not_found') return { status: 404, code, params, who: 'you' };
  if (error instanceof UndecidedError) return { status: 409, code, params, who: 'you' };
  if (error instanceof InvalidInputError || error instanceof RecordRejectedError) return { status: 400, code, params, who: 'you' };
  if (error instanceof ReconnectError) return { status: 409, code, params, who: 'administrator' };
  if (error instanceof RetryLaterError || error instanceof TransientError) return { status: 503, code, params, who: 'you' };
  return { status: 500, code, params, who: 'operator' };
}

const fieldOf = (error: z.ZodError): string => error.issues[0]?.path.join('.') ?? '';

/** Body parsers mark their own errors with a status: too large, not JSON. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
