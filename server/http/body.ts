import express, { type Request, type RequestHandler } from 'express';
import { InvalidInputError } from '../shared/errors.ts';
import { parseJson } from '../shared/json.ts';

/** The body as it came, for whoever checks a signature over it. */
export const rawBody = (limit: string): RequestHandler => express.raw({ type: () => true, limit });

/** Express leaves the body unset when there is none. */
export const bytesOf = (req: Request): Buffer => (Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));

/** Leaves the body as JSON that the database takes. */
export const jsonBody: RequestHandler = (req, _res, next) => {
  const bytes = bytesOf(req);
  try {
    req.body = bytes.length === 0 ? undefined : parseJson(bytes.toString('utf8'));
  } catch (cause) {
    throw new InvalidInputError('The body is not JSON', { code: 'input.invalid', params: { field: '' }, cause });
  }
  next();
};
