import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { loadDealOrders } from '../../../server/records/queries/deal-orders.ts';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import { approveByPerson, changeByPerson, declineByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, confirmRules, pipelineRules, SALES, saveRules, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const [BOSS, REP] = [
  { userId: 5, email: 'boss@acme.test' },
  { userId: 6, email: 'rep@acme.test' },
];
const approval = { userEmails: [BOSS.email], teamIds: [] };
const stages = { won: 'order' } as const;
const NOT_YOURS = { code: 'order.not_yours_to_approve', params: { approvers: BOSS.email } };

describe('an order that somebody has to approve', () => {
  let world: WritingWorld;
  let deal: RecordId;

  const as = (user: typeof BOSS) => ({ portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user });
  const orders = () => world.erp.orders.all();
  const order = () => ({ connectionId: world.scope.connectionId, orderId: orders()[0]!.id });
  const waiting = async () => (await world.commands()).find(({ state }) => state === 'waiting');
  const tenfold = () => world.hubspot.addLine(deal, { name: 'Pump', hs_sku: 'PUMP-3', quantity: '1', price: '1000' });
  const approve = async () => approveByPerson(world.deps, as(BOSS), { key: (await waiting())!.key, net: '112.50' });

  beforeEach(async () => {
    const made = await anOrderingWorld(db(), { rules: { stages, approval } });
    world = made.world;
    deal = await aDealWithLines(world, made.acme);
    await toStage(world, deal, 'won');
    await world.settle();
  });

  it('and did is changed by nobody else afterwards', async () => {
    await approve();
    await world.settle();
    tenfold();
    await expect(changeByPerson(world.deps, as(REP), order(), 'amend')).rejects.toMatchObject(NOT_YOURS);
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'confirmed', untaxed: '112.50' }]);
    await changeByPerson(world.deps, as(BOSS), order(), 'amend');
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'confirmed', untaxed: '1112.50' }]);
  });

  it('nor at the moment at which it is confirmed', async () => {
    await approve();
    tenfold();
    const pressed: unknown[] = [];
    world.erp.meanwhile = async (call) => {
      if (call === 'orders.confirm')
        pressed.push(await changeByPerson(world.deps, as(REP), order(), 'amend').catch((error: unknown) => error));
    };
    await world.settle();
    expect(pressed).toMatchObject([NOT_YOURS]);
    expect(orders()).toMatchObject([{ status: 'confirmed', untaxed: '112.50' }]);
  });

  it('nor by a change that was pressed for while it was a quotation', async () => {
    await changeByPerson(world.deps, as(REP), order(), 'amend');
    await db()('commands')
      .where({ name: 'amendOrder' })
      .update({ dueAt: new Date(world.now.getTime() + 600_000) });
    await approve();
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'confirmed', untaxed: '112.50' }]);
  });

  it('as a quotation anybody changes, which has to be approved then', async () => {
    tenfold();
    await changeByPerson(world.deps, as(REP), order(), 'amend');
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'quotation', untaxed: '1112.50' }]);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_approval' });
  });

  it('is approved of the figure that was seen, and no other', async () => {
    const { key } = (await waiting())!;
    for (const net of ['112.49', null])
      await expect(approveByPerson(world.deps, as(BOSS), { key, net })).rejects.toMatchObject({
        code: 'order.other_net',
        params: { net: '112.5', currency: 'EUR' },
      });
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'quotation' }]);
  });

  it('and was changed in the ERP afterwards, unseen, is not confirmed: it is read, and waits for its new figure', async () => {
    const [quotation] = orders();
    const changed = { ...quotation!, untaxed: '900.00', total: '1044.00' };
    world.erp.meanwhile = async (call) => {
      if (call === 'orders.confirm' && orders()[0]!.untaxed !== changed.untaxed) world.erp.orders.put(changed);
    };
    await approve();
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'quotation', untaxed: '900.00' }]);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_difference', params: { erp: '900.00' } });
    expect(await world.problems()).toEqual([]);
  });

  it('goes on by itself where the ERP mends its figure', async () => {
    const [quotation] = orders();
    world.erp.orders.put({ ...quotation!, untaxed: '900.00', total: '1044.00' });
    await world.settle();
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_difference' });
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, { stages })] });
    world.erp.orders.put(quotation!);
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'confirmed', untaxed: '112.50' }]);
  });

  describe('and that nobody approves', () => {
    const decline = async (user = BOSS) => declineByPerson(world.deps, as(user), { key: (await waiting())!.key, net: '112.50' });
    const card = async (user: typeof BOSS) =>
      (await loadDealState(world.deps, { ...as(user), orders: await loadDealOrders(db(), as(user)) }))!;
    const offered = async (user: typeof BOSS) => (await card(user)).actions.map(({ action }) => action);

    it('is offered to whoever may decide, and only that: asking again would change nothing', async () => {
      expect(await offered(BOSS)).toEqual(['approve', 'decline', 'amend', 'cancel']);
      expect(await offered(REP)).toEqual(['amend', 'cancel']);
    });

    it('stays a quotation, says by whom, and no edit of the deal asks again', async () => {
      await expect(decline(REP)).rejects.toMatchObject(NOT_YOURS);
      await db()('portalUsers').insert({ portalId: world.scope.portalId, ...BOSS, name: 'Ana Boss', teams: '[]' });
      await decline();
      await world.settle();
      await world.edit('deals', deal, { dealname: 'Valves again' });
      await world.settle();
      expect(orders()).toMatchObject([{ status: 'quotation' }]);
      expect(await waiting()).toMatchObject({ waitingFor: 'order.not_approved', params: { by: 'Ana Boss' } });
      expect((await card(REP)).commands[0]).toMatchObject({ decisions: [{ what: 'declined', by: 'Ana Boss' }] });
      expect(await offered(REP)).toEqual(['confirm', 'amend', 'cancel']);
      expect(world.hubspot.get('deals', deal)['erp_order_status']).toBe('refused');
      expect(await world.problems()).toEqual([]);
    });

    it.each(['sending', 'unknown', 'done'])('is not declined once the ERP was told: %s', async (state) => {
      const { key } = (await waiting())!;
      await db()('commands').where({ key }).update({ state, waitingFor: null });
      const late = declineByPerson(world.deps, as(BOSS), { key, net: '112.50' });
      await expect(late).rejects.toMatchObject({ code: 'order.nothing_to_decide' });
      expect(await db()('orderTies').whereNotNull('declined')).toEqual([]);
    });

    it('is asked about again by a person, or with another figure; approved then, it says by whom', async () => {
      await decline();
      await world.settle();
      await changeByPerson(world.deps, as(REP), order(), 'confirm');
      await world.settle();
      expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_approval' });
      await decline();
      tenfold();
      await changeByPerson(world.deps, as(REP), order(), 'amend');
      await world.settle();
      expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_approval' });
      await approveByPerson(world.deps, as(BOSS), { key: (await waiting())!.key, net: '1112.50' });
      await world.settle();
      expect(orders()).toMatchObject([{ status: 'confirmed' }]);
      const confirmed = (await card(REP)).commands.find(({ name }) => name === 'confirmOrder');
      expect(confirmed).toMatchObject({ state: 'done', decisions: [{ what: 'approved', by: null, at: expect.any(String) }] });
    });
  });

  describe('whose deal goes to another pipeline', () => {
    const move = async (pipeline: string) => {
      await world.edit('deals', deal, { pipeline, dealstage: 'won' });
      await world.settle();
    };

    it('that asks nobody waits for them all the same', async () => {
      world.hubspot.pipelines = [SALES, { ...SALES, id: 'quick', label: 'Quick' }];
      const { connectionId } = world.scope;
      await saveRules(world, { pipelines: [pipelineRules(connectionId, { stages, approval }), pipelineRules(connectionId, { stages, pipelineId: 'quick' })] }); // prettier-ignore
      await confirmRules(world, 'quick');
      await move('quick');
      await changeByPerson(world.deps, as(REP), order(), 'confirm');
      const { key } = (await world.commands()).find(({ state }) => state === 'planned')!;
      await world.settle();
      expect(orders()).toMatchObject([{ status: 'quotation' }]);
      await expect(approveByPerson(world.deps, as(REP), { key, net: '112.50' })).rejects.toMatchObject(NOT_YOURS);
      await approve();
      await world.settle();
      expect(orders()).toMatchObject([{ status: 'confirmed' }]);
    });

    it('without rules waits for them all the same, and is refused once nobody knows who they are', async () => {
      await move('service');
      await changeByPerson(world.deps, as(REP), order(), 'confirm');
      await world.settle();
      expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_approval' });
      await saveRules(world, { pipelines: [] });
      await changeByPerson(world.deps, as(REP), order(), 'confirm');
      await world.settle();
      expect(orders()).toMatchObject([{ status: 'quotation' }]);
      expect((await world.commands()).at(-1)).toMatchObject({ state: 'rejected', waitingFor: 'order.no_rules' });
    });
  });
});
