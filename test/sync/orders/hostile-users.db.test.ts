import { describe, expect, it } from '@jest/globals';
import { PuenteError } from '../../../server/shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../../server/shared/ids.ts';
import { loadDealOrders } from '../../../server/records/queries/deal-orders.ts';
import { ORDER_REJECTIONS, type Command } from '../../../server/sync/commands/command-rows.ts';
import { retryCommands } from '../../../server/sync/commands/person-commands.ts';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import { acceptByPerson, approveByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const [BOSS, REP] = [
  { userId: 5, email: 'boss@acme.test' },
  { userId: 6, email: 'rep@acme.test' },
];
const approval = { userEmails: [BOSS.email], teamIds: [] };

/** The same numbers for the same seed. */
function dice(seed: number) {
  let state = seed * 7919;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return {
    chance: (share: number) => next() < share,
    pick: <T>(some: readonly T[]): T | undefined => some[Math.floor(next() * some.length)],
  };
}
type Dice = ReturnType<typeof dice>;

interface Scene {
  world: WritingWorld;
  deal: RecordId;
  dice: Dice;
  /** How often a person pressed for a further document after the first was called off. */
  pressed: string[];
}

const refOf = ({ world, deal }: Scene, user: typeof BOSS) => ({
  ...{ portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user },
});

/** What the card offers this user at this moment is pressed, twice now and then; what it refuses says why. */
async function press(scene: Scene): Promise<void> {
  const { world, deal } = scene;
  const user = scene.dice.pick([BOSS, REP])!;
  const ref = refOf(scene, user);
  const orders = await loadDealOrders(db(), { portalId: world.scope.portalId, dealId: deal });
  const card = await loadDealState(world.deps, { ...ref, orders });
  const action = scene.dice.pick(card?.actions ?? []);
  if (!action || action.action === 'tie' || action.action === 'untie') return;
  const work = async (): Promise<unknown> => {
    if ('orderId' in action) return changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: action.orderId as ErpRecordId }, action.action as 'confirm'); // prettier-ignore
    if (action.action === 'create_quotation' || action.action === 'create_order')
      return createByPerson(world.deps, ref, action.action === 'create_order' ? 'order' : 'quotation');
    if (action.action === 'retry')
      return retryCommands(world.deps, ref.portalId, {
        keys: [action.key],
        owner: { objectType: 'deals', recordId: deal },
        userId: user.userId,
      });
    return (action.action === 'approve' ? approveByPerson : acceptByPerson)(world.deps, ref, action as { key: string; net: string | null });
  };
  scene.pressed.push(`${user.email} ${action.action}`);
  const presses = scene.dice.chance(0.3) ? [work(), work()] : [work()];
  for (const outcome of await Promise.allSettled(presses))
    if (outcome.status === 'rejected' && !(outcome.reason instanceof PuenteError)) throw outcome.reason;
}

/** Somebody in the ERP does what people there do. */
function meddle({ world, dice }: Scene): void {
  const { orders } = world.erp;
  const order = dice.pick(orders.all().filter(({ status }) => status === 'quotation' || status === 'confirmed'));
  if (!order) return;
  const what = dice.pick(['price', 'cancel', 'deliver']);
  if (what === 'price') orders.put({ ...order, untaxed: '900.00', total: '1044.00' });
  if (what === 'cancel') orders.put({ ...order, status: 'cancelled' });
  if (what === 'deliver' && order.status === 'confirmed') orders.deliver(order.id, world.now.toISOString());
}

async function happens(scene: Scene): Promise<void> {
  const { world, deal, dice } = scene;
  if (dice.chance(0.35)) await toStage(world, deal, dice.pick(['won', 'lost', 'open', 'offer'])!);
  else if (dice.chance(0.6)) await press(scene);
  else if (dice.chance(0.4)) world.hubspot.addLine(deal, { ...VALVES, quantity: dice.pick(['1', '3', '0.5'])! });
  else meddle(scene);
  if (dice.chance(0.2)) world.erp.ends.push(dice.chance(0.5) ? 'lost_after' : 'lost_before');
  if (dice.chance(0.2)) world.erp.orders.blocked = dice.chance(0.5) ? 'Pays late' : null;
  if (dice.chance(0.25)) await world.dieAfter(dice.pick([10, 40, 90])!);
  else await world.round();
  world.pass(dice.pick([100, 2_000, 20_000])!);
}

/** What waits for a payment or a customer looks again for ever: what else there is comes to rest. */
async function comeToRest(world: WritingWorld): Promise<void> {
  for (let rounds = 0; rounds < 60; rounds++) {
    await world.round();
    world.pass(7_000);
  }
}

async function expectSound({ world, deal, pressed }: Scene): Promise<void> {
  const commands = await db()('commands').orderBy('askedAt').select<Command[]>();
  const said = `${pressed.join('; ')}\n${commands.map(({ name, state, waitingFor }) => `${name} ${state} ${waitingFor ?? ''}`).join('; ')}`;
  const orders = world.erp.orders.all();
  const live = orders.filter(({ status }) => status === 'quotation' || status === 'confirmed' || status === 'waiting_approval');
  expect({ live: live.length, said }).toEqual({ live: Math.min(live.length, 1), said });
  // Each creation made one document, under a key of its own.
  expect(new Set(world.erp.orders.keys.values()).size).toBe(world.erp.orders.keys.size);
  expect(commands.filter(({ state }) => state === 'sending' || state === 'unknown')).toEqual([]);
  const held = commands.filter(({ state }) => state === 'rejected');
  const problems = (await world.problems()).filter((code) => ORDER_REJECTIONS.includes(code));
  for (const { waitingFor, facts } of held.filter((one) => isLastOfItsKind(one, commands))) {
    const codes = facts.reasons?.map(({ code }) => code) ?? [waitingFor === 'order.refused' ? 'command.order_rejected' : waitingFor!];
    expect({ problems, said }).toEqual({ problems: expect.arrayContaining(codes), said });
  }
  if (held.length === 0) expect({ problems, said }).toEqual({ problems: [], said });
  const shown = world.hubspot.get('deals', deal)['erp_order_status'];
  await world.round();
  expect(world.hubspot.get('deals', deal)['erp_order_status']).toBe(shown);
}

const isLastOfItsKind = ({ name, key }: Command, commands: readonly Command[]): boolean =>
  commands.filter((one) => one.name === name).at(-1)?.key === key;

describe('people who press, edit and flip at once, beside an ERP that forgets to answer', () => {
  it.each([
    ...Array.from({ length: 2 }, (_none, at) => [at + 1, 'one document', false] as const),
    ...Array.from({ length: 2 }, (_none, at) => [at + 11, 'an order copied from its quotation', true] as const),
  ])(
    'leave one document that counts, and a problem for each refusal that stands (%d: %s)',
    async (seed, _kind, copiesOnConfirm) => {
      const one = dice(seed);
      const rules = { stages: { offer: 'quotation', won: 'order' } as const, approval: one.chance(0.5) ? approval : null };
      const { world, acme } = await anOrderingWorld(db(), { portalId: 200 + seed, rules });
      world.erp.orders.copiesOnConfirm = copiesOnConfirm;
      Object.assign(world.erp.capabilities.commands!, { orderCommandsAtOnce: 3 });
      const scene: Scene = { world, deal: await aDealWithLines(world, acme), dice: one, pressed: [] };
      for (let step = 0; step < 25; step++) await happens(scene);
      world.erp.ends.length = 0;
      world.erp.orders.blocked = null;
      await comeToRest(world);
      await expectSound(scene);
    },
    120_000,
  );
});
