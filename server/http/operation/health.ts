import type { RequestHandler } from 'express';

/** The process lives. Says nothing about the database: restarting the service would not bring that back. */
export function health(): RequestHandler {
  return (_req, res) => void res.json({ status: 'ok' });
}
