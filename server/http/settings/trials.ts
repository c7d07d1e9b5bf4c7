import type { RequestHandler } from 'express';
import { RetryLaterError } from '../../shared/errors.ts';
import type { PortalId } from '../../shared/ids.ts';
import { createThrottle } from '../throttle.ts';
import { requireAdministrator } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

/** A person connects one ERP at a time; a second window is fine. */
const AT_ONCE = 2;
const PACE = { perSecond: 1 / 6, burst: 10 };
const WAIT_MS = 60_000;

/**
 * For what asks an ERP that a person named and waits for the answer. Such an ERP is anybody's, so one portal may not keep us busy with it;
 * in memory, because it is this process that is kept busy.
 */
export function createTrials(deps: SettingsDeps): (handler: RequestHandler) => RequestHandler {
  const isInPace = createThrottle({ ...PACE, now: deps.now });
  const running = new Map<PortalId, number>();
  return (handler) => async (req, res, next) => {
    const { portalId } = await requireAdministrator(deps, req);
    const before = running.get(portalId) ?? 0;
    if (before >= AT_ONCE || !isInPace(String(portalId))) throw tooMany(deps.now());
    running.set(portalId, before + 1);
    try {
      // Not until the person has gone away: the ERP goes on answering.
      await handler(req, res, next);
    } finally {
      const left = running.get(portalId)! - 1;
      if (left > 0) running.set(portalId, left);
      else running.delete(portalId);
    }
  };
}

const tooMany = (now: Date): RetryLaterError =>
  new RetryLaterError('This portal tries connections too fast', {
    code: 'connection.too_many_tries',
    retryAt: new Date(now.getTime() + WAIT_MS),
  });
