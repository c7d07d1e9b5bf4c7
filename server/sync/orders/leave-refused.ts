import { InvalidInputError } from '../../shared/errors.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { CommandName } from '../../erp/shared/contract.ts';
import { SENDING_UNKNOWN } from '../commands/command-rows.ts';
import { resolveDealRejections } from '../commands/deal-rejections.ts';
import { markRecordsDue } from '../shared/targets.ts';
import type { DealDeps } from './deal-context.ts';
import type { PersonsDeal } from './person-orders.ts';

/** Changes of what is there, and what is made beside it: without them it simply stays as it is. */
export const LEAVABLE: readonly CommandName[] = [
  'amendOrder',
  'cancelOrder',
  'reserveOrder',
  'sendDocument',
  'createProject',
  'planProject',
];

/** A person lets a refused change rest: nothing is tried again, and no rule asks for it anew. Twice is the same as once. */
export async function leaveByPerson({ db, now, enqueue }: DealDeps, { portalId, dealId, user }: PersonsDeal, key: string): Promise<void> {
  const left = { userId: user.userId, at: now().toISOString() };
  await db.transaction(async (trx) => {
    const ofDeal = () =>
      trx('commands')
        .where({ portalId, objectType: DEAL, recordId: dealId, key })
        .whereIn('name', [...LEAVABLE])
        // Nobody knows whether it left: that stays on record, so that it is never sent again.
        .whereRaw('waiting_for is distinct from ?', [SENDING_UNKNOWN]);
    const changed = await ofDeal()
      .where({ state: 'rejected' })
      .update({
        state: 'cancelled',
        endedAt: now(),
        facts: trx.raw('facts || ?::jsonb', [JSON.stringify({ left })]),
        revision: trx.raw('revision + 1'),
      });
    if (changed === 0) {
      if (await ofDeal().where({ state: 'cancelled' }).first('key')) return;
      throw new InvalidInputError('Nothing to leave', { code: 'order.nothing_to_decide' });
    }
    await resolveDealRejections(trx, portalId, { dealIds: [dealId], now: now() });
    await markRecordsDue(trx, portalId, [{ objectType: DEAL, recordId: dealId }], { priority: 0, now: now() });
    await enqueue(trx, 'push', { portalId });
  });
}
