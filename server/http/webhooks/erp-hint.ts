import type { RequestHandler } from 'express';
import type { Db } from '../../db/index.ts';
import type { Log } from '../../shared/log.ts';
import { findConnectionByHintToken } from '../../portals/connections.ts';
import { queueHints } from '../../sync/pull/hints.ts';
import type { Connectors } from '../../sync/shared/connectors.ts';
import type { Enqueue } from '../../sync/shared/job-data.ts';
import { jsonBody, rawBody } from '../body.ts';
import { refuse } from '../refuse.ts';
import { createThrottle } from '../throttle.ts';

interface ErpHintDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
  log: Log;
  connectors: Pick<Connectors, 'capabilitiesOf'>;
}

/** An ERP that changes more at once is read by the next pull, which is cheaper than ids. */
const MOST_RECORDS = 500;
/** Per connection; a mass change in an ERP that calls once a record stays below it, a loop does not. */
const HINTS_PER_SECOND = 50;
const HINT_BURST = 500;

/** POST /erp-hints/:token. The token in the address is all a caller can show, so the body is only a hint. */
export function erpHints(deps: ErpHintDeps): RequestHandler[] {
  const throttle = createThrottle({ perSecond: HINTS_PER_SECOND, burst: HINT_BURST, now: deps.now });
  return [
    rawBody('256kb'),
    jsonBody,
    async (req, res) => {
      const connection = await findConnectionByHintToken(deps.db, String(req.params['token']));
      if (!connection) return refuse(deps.log, req, res, { status: 404, code: 'not_found', who: 'operator', reason: 'unknown hint token' });
      if (!throttle(connection.connectionId)) {
        return refuse(deps.log, req, res, { status: 429, code: 'too_many_requests', who: 'operator', reason: 'too many hints' });
      }
      const { hints } = await deps.connectors.capabilitiesOf(connection);
      const records = hints?.parse(req.body).slice(0, MOST_RECORDS) ?? [];
      await queueHints(deps.db, connection, { enqueue: deps.enqueue, hints: records, now: deps.now() });
      res.status(200).end();
    },
  ];
}
