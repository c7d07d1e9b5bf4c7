import type { Db } from '../../server/db/index.ts';
import { aPersonRule, aRule } from './customer-rules.ts';
import { WritingWorld } from './writing.ts';

const FIRMS = ['B65410011', 'B78361219', 'A28015865', 'A08663619'];

/** Companies of a list become customers; `there` of these firms are members before the rules. */
export async function aListWorld(db: Db, { there = 0 } = {}) {
  const world = await WritingWorld.start(db);
  const { id: listId } = await world.hubspot.createList('companies', 'Qualified');
  const firms = FIRMS.map((taxId, at) => world.hubspot.add('companies', { name: `Firm ${at}`, tax_id: taxId }));
  const members = world.hubspot.lists[0]!.members;
  for (const id of firms.slice(0, there)) members.add(id);
  const rules = { companies: aRule({ createWhen: [{ property: '$lists', values: [listId] }] }), contacts: aPersonRule() };
  return { world, listId, firms, members, rules };
}

export const made = (world: WritingWorld) => world.erp.made().map(({ values }) => values['name']);
