import { describe, expect, it } from '@jest/globals';
import { leaveCreation } from '../../../server/sync/commands/end-creations.ts';
import { setNotYetCustomer } from '../../../server/sync/match/not-yet-customer.ts';
import { createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { createCustomerOfDeal } from '../../../server/sync/orders/customer-of-deal.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import { aRule } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const refOf = (world: WritingWorld, dealId: RecordId) => ({
  ...{ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' },
  user: { userId: 5, email: 'rep@acme.test' },
});

describe('a deal whose company is no customer of the ERP yet', () => {
  it('gets one from its own card, whoever presses, and the checklist has nothing red any more', async () => {
    const { world } = await anOrderingWorld(db());
    await world.begin();
    const prospect = await world.add('companies', { name: 'New Steel' });
    const ref = refOf(world, await aDealWithLines(world, prospect));
    const before = await loadChecklist(world.deps, ref);
    expect(before).toMatchObject({ canCreate: false });
    expect('checks' in before && before.checks.filter(({ state }) => state === 'blocked')).toMatchObject([
      { about: 'customer', action: 'create_customer', reason: { code: 'order.waiting_customer' } },
    ]);
    const { answer: one } = await createCustomerOfDeal(world.deps, ref, []);
    const { answer: two } = await createCustomerOfDeal(world.deps, ref, []);
    expect([one, two]).toEqual([{ key: expect.stringMatching(/^HS-/) }, one]);
    await world.settle();
    expect(await loadChecklist(world.deps, ref)).toMatchObject({ canCreate: true });
    await expect(createCustomerOfDeal(world.deps, ref, [])).rejects.toMatchObject({ code: 'order.nothing_to_decide' });
  });

  it('keeps the button once the order was asked for, until somebody pressed it', async () => {
    const { world } = await anOrderingWorld(db());
    await world.begin({ companies: aRule({ mayCreateByHand: true }) }, { writes: { creates: false } });
    const prospect = await world.add('companies', { name: 'New Steel' });
    const deal = await aDealWithLines(world, prospect);
    await toStage(world, deal, 'won');
    await world.readInbox();
    await world.round();
    await world.round();
    const canCreate = async () => {
      const state = await loadDealState(world.deps, { ...refOf(world, deal), orders: [] });
      expect(state).toMatchObject({ status: 'waiting_customer' });
      return state!.actions.some(({ action }) => action === 'create_customer');
    };
    expect(await canCreate()).toBe(true);
    await db()('customerRules').update({ writes: JSON.stringify({ creates: true, updatesErp: true, updatesHubSpot: true, leftOut: [] }) });
    await createCustomerOfDeal(world.deps, refOf(world, deal), []);
    expect(await canCreate()).toBe(false);
    await world.settle();
    expect(world.erp.made().map(({ values }) => values['name'])).toEqual(['New Steel']);
  });

  it('is told what is missing where it has no company, or nobody approved making customers', async () => {
    const { world } = await anOrderingWorld(db());
    const nobody = refOf(world, await aDealWithLines(world, null));
    await expect(createCustomerOfDeal(world.deps, nobody, [])).rejects.toMatchObject({ code: 'order.no_company' });
    const prospect = await world.add('companies', { name: 'New Steel' });
    const unapproved = refOf(world, await aDealWithLines(world, prospect));
    await expect(createCustomerOfDeal(world.deps, unapproved, [])).rejects.toMatchObject({ code: 'customers.not_by_hand' });
  });

  it.each(['left', 'not yet'])('does not get one by an order that a person asked for before it was called off (%s)', async (word) => {
    const { world } = await anOrderingWorld(db());
    await world.begin({ companies: aRule({ mayCreateByHand: true }) });
    world.erp.refuses = () => ['name'];
    const prospect = await world.add('companies', { name: 'New Steel' });
    const deal = await aDealWithLines(world, prospect);
    await createByPerson(world.deps, refOf(world, deal), 'quotation');
    await world.round();
    await world.round();
    const creation = async () => (await world.commands()).find(({ name }) => name === 'createCustomer');
    expect(await creation()).toMatchObject({ state: 'rejected' });
    world.pass(1_000);
    const record = { portalId: world.scope.portalId, objectType: 'companies' as const, recordId: prospect };
    if (word === 'left') await leaveCreation(world.deps, { ...record, key: (await creation())!.key, userId: 6 });
    else await setNotYetCustomer(world.deps, record, [], 6);
    world.erp.refuses = () => [];
    world.pass(16 * 60_000);
    await world.round();
    await world.round();
    expect(world.erp.made()).toEqual([]);
    expect(await creation()).toMatchObject({ state: 'cancelled' });
    const order = (await world.commands()).find(({ name }) => name === 'createOrder');
    expect(order).toMatchObject({ state: 'planned', waitingFor: 'order.waiting_customer', params: { isAsked: false } });
  });
});
