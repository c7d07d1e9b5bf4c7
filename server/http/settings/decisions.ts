import type { RequestHandler } from 'express';
import { z } from 'zod';
import { STREAMS } from '../../streams/index.ts';
import { acceptSameErp, startOver } from '../../sync/connection/same-erp.ts';
import { confirmDropHidden } from '../../sync/pull/look-at-hidden.ts';
import { confirmRemoval, rejectRemoval } from '../../sync/pull/removals.ts';
import { requireAdministrator } from '../viewer.ts';
import { requireConnection } from '../connection.ts';
import { whilePersonWaits, type SettingsDeps } from './request.ts';

const Decision = z.union([
  z.object({ about: z.literal('held_removal'), stream: z.enum(STREAMS), answer: z.enum(['drop', 'keep']) }),
  z.object({ about: z.literal('hidden'), stream: z.enum(STREAMS), answer: z.literal('drop') }),
  z.object({ about: z.literal('swapped'), answer: z.enum(['same', 'start_over']) }),
]);

/** What only a person can know: were the vanished rows deleted, are others not to be seen, and is this still the same ERP. */
export function decide(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const decision = Decision.parse(req.body);
    const signal = whilePersonWaits(deps);
    if (decision.about === 'swapped')
      await (decision.answer === 'same' ? acceptSameErp(deps, scope, signal) : startOver(deps, scope, signal));
    else if (decision.about === 'hidden') await confirmDropHidden(deps, scope, decision.stream);
    else await (decision.answer === 'drop' ? confirmRemoval(deps, scope, decision.stream) : rejectRemoval(deps, scope, decision.stream));
    res.json({ done: true });
  };
}
