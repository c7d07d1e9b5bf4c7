import type { RequestHandler } from 'express';
import { InvalidInputError } from '../shared/errors.ts';

/** What a browser may do with an answer of ours: nothing but show it. A page of ours says more by itself. */
const HEADERS = {
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** On every answer, refused ones too. */
export const safeHeaders: RequestHandler = (_req, res, next) => {
  res.set(HEADERS);
  next();
};

/** No address of ours contains NUL, and the database takes it in no text. Half surrogates cannot come this way: decoded bytes have none. */
export const plainAddress: RequestHandler = (req, _res, next) => {
  if (/%00|\0/.test(req.originalUrl)) throw new InvalidInputError('NUL in an address', { code: 'input.invalid', params: { field: '' } });
  next();
};
