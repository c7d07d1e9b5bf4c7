import type { RequestHandler } from 'express';
import type { Db } from '../../db/index.ts';
import { answersWithin } from '../../db/outage.ts';

interface ReadyDeps {
  db: Db;
  /** True from the moment the process was asked to stop: the load balancer sends requests elsewhere. */
  isStopping(): boolean;
}

const PATIENCE_MS = 2_000;

/** This process can serve requests now. */
export function ready({ db, isStopping }: ReadyDeps): RequestHandler {
  return async (_req, res) => {
    if (isStopping()) return void res.status(503).json({ status: 'stopping' });
    const answers = await answersWithin(db, PATIENCE_MS);
    res.status(answers ? 200 : 503).json({ status: answers ? 'ok' : 'database unreachable' });
  };
}
