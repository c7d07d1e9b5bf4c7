import type { Db } from '../../server/db/index.ts';
import { aPersonRule, aRule, QUALIFIED } from './customer-rules.ts';
import { WritingWorld } from './writing.ts';

export const STAGE = { lifecyclestage: 'customer' };
export const ACME = { name: 'Acme SL', tax_id: 'B65410011', ...STAGE };

type Rules = Parameters<WritingWorld['useRules']>[0];

/** A world in which companies and contacts that reach the stage of a customer become one in the ERP. */
export async function aQualifyingWorld(db: Db, rules: Rules = {}, options: Parameters<typeof WritingWorld.start>[1] = {}) {
  const world = await WritingWorld.start(db, options);
  await world.pullOnce();
  await world.useRules({ companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule({ createWhen: [QUALIFIED] }), ...rules });
  await world.settle();
  return world;
}

export const waiting = async (world: WritingWorld) => (await world.commands()).map(({ state, waitingFor }) => [state, waitingFor]);
