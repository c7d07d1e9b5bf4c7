import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import { searchConditions } from '../../../server/sync/inbox/search-conditions.ts';
import { searchChanges } from '../../../server/sync/inbox/search-changes.ts';
import { portalsToSearchDeals } from '../../../server/sync/inbox/search-deals.ts';
import { approveByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, confirmRules, pipelineRules, saveRules, toStage } from '../../support/ordering.ts';

const db = useTestDatabase();
const BOSS = { userId: 5, email: 'boss@acme.test' };
const SIGNED = [{ property: 'contract_status', values: ['signed', 'countersigned'] }];
const MINUTE = 60_000;

async function start(rules: Partial<PipelineOrderRules> = {}, { isConfirmed = true } = {}) {
  const given = { stages: { offer: 'quotation' }, confirmWhen: SIGNED, ...rules } as const;
  const { world, acme } = await anOrderingWorld(db(), { rules: given, isConfirmed });
  /** HubSpot tells nothing of a property that the app did not subscribe to: it is looked for. */
  const looks = async () => {
    world.pass(MINUTE);
    for (const scope of await portalsToSearchDeals(db(), world.now)) await searchChanges(world.deps, scope);
    await world.settle();
  };
  const edit = async (deal: RecordId, properties: Record<string, string>) => {
    world.pass(1_000);
    world.hubspot.edit('deals', deal, { ...properties, hs_lastmodifieddate: String(world.now.getTime()) });
    await looks();
  };
  const quoted = async () => {
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    return deal;
  };
  const statuses = () => world.erp.orders.all().map(({ status }) => status);
  const commands = async () => (await world.commands()).map(({ name, state }) => `${name} ${state}`).toSorted();
  return { world, acme, edit, looks, quoted, statuses, commands };
}

describe('a property of the deal that confirms its quotation', () => {
  it('does when it comes to hold the value, once, whatever becomes of it later', async () => {
    const { world, edit, quoted, statuses, commands } = await start();
    const deal = await quoted();
    expect(statuses()).toEqual(['quotation']);
    await edit(deal, { contract_status: 'sent' });
    expect(statuses()).toEqual(['quotation']);
    await edit(deal, { contract_status: 'signed' });
    expect(statuses()).toEqual(['confirmed']);
    expect(world.erp.countOf('orders.confirm')).toBe(1);
    for (const value of ['countersigned', 'sent', 'signed']) await edit(deal, { contract_status: value });
    expect(world.erp.countOf('orders.confirm')).toBe(1);
    expect(await commands()).toEqual(['confirmOrder done', 'createOrder done']);
    expect(await db()('commands').where({ name: 'confirmOrder' }).select('askedBy')).toEqual([
      { askedBy: { kind: 'rule', property: 'contract_status' } },
    ]);
  });

  it('enters its deal into the inbox once, however often the searches that overlap find it', async () => {
    const { world, quoted } = await start();
    const deal = await quoted();
    world.pass(1_000);
    world.hubspot.edit('deals', deal, { contract_status: 'signed', hs_lastmodifieddate: String(world.now.getTime()) });
    await db()('inbox').delete();
    for (let at = 0; at < 7; at++) {
      world.pass(15_000);
      await searchConditions(world.deps, { portalId: world.scope.portalId });
    }
    expect(await db()('inbox').select('recordId', 'revision')).toEqual([{ recordId: deal, revision: 1 }]);
  });

  it('does with any value where none is named, as with a day on which it was signed', async () => {
    const { edit, quoted, statuses } = await start({ confirmWhen: [...SIGNED, { property: 'signed_on', values: [] }] });
    await edit(await quoted(), { signed_on: '2026-11-30' });
    expect(statuses()).toEqual(['confirmed']);
  });

  it('makes no order of a deal without a quotation, and confirms the quotation as soon as it is made', async () => {
    const { world, acme, edit, statuses, commands } = await start();
    const deal = await aDealWithLines(world, acme);
    await world.settle();
    await edit(deal, { contract_status: 'signed' });
    expect(await commands()).toEqual([]);
    await toStage(world, deal, 'offer');
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('says nothing of what it held before the rule was saved, or was confirmed by a person', async () => {
    const { world, edit, looks, quoted, statuses } = await start({}, { isConfirmed: false });
    await confirmRules(world);
    world.pass(MINUTE);
    const deal = await quoted();
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, { stages: { offer: 'quotation' } })] });
    await edit(deal, { contract_status: 'signed' });
    const rules = { stages: { offer: 'quotation' as const }, confirmWhen: SIGNED };
    world.pass(MINUTE);
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, rules)] });
    await looks();
    await world.edit('deals', deal, { amount: '113' });
    await world.settle();
    expect(statuses()).toEqual(['quotation']);
    await edit(deal, { contract_status: 'sent' });
    await edit(deal, { contract_status: 'signed' });
    expect(statuses()).toEqual(['confirmed']);
  });

  it('does nothing while the rules of the pipeline are not confirmed, and nothing is looked for', async () => {
    const { world, acme, statuses } = await start({}, { isConfirmed: false });
    const deal = await aDealWithLines(world, acme, { name: 'Valve', hs_sku: 'val-2', quantity: '1', price: '10' });
    await world.edit('deals', deal, { contract_status: 'signed' });
    await world.settle();
    expect(statuses()).toEqual([]);
    const found = [];
    for (let minute = 0; minute < 10; minute++)
      found.push(...(await portalsToSearchDeals(db(), new Date(world.now.getTime() + minute * MINUTE))));
    expect(found).toEqual([]);
  });

  it('waits for whoever has to approve, and is confirmed by that', async () => {
    const { world, edit, quoted, statuses } = await start({ approval: { userEmails: [BOSS.email], teamIds: [] } });
    const deal = await quoted();
    await edit(deal, { contract_status: 'signed' });
    expect(statuses()).toEqual(['quotation']);
    const waiting = (await world.commands()).find(({ state }) => state === 'waiting')!;
    expect(waiting).toMatchObject({ waitingFor: 'order.waiting_approval' });
    await approveByPerson(
      world.deps,
      { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS },
      { key: waiting.key, net: '112.50' },
    );
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
    expect(world.erp.countOf('orders.confirm')).toBe(1);
  });

  it('waits where the deal sells something else by now', async () => {
    const { world, edit, quoted, statuses } = await start();
    const deal = await quoted();
    world.hubspot.addLine(deal, { name: 'Pump', hs_sku: 'PUMP-3', quantity: '1', price: '1000' });
    world.pass(5 * MINUTE);
    await edit(deal, { contract_status: 'signed' });
    expect(statuses()).toEqual(['quotation']);
    expect(await world.commands()).toContainEqual(
      expect.objectContaining({ name: 'confirmOrder', waitingFor: 'order.waiting_difference' }),
    );
  });

  it('confirms nothing of a deal that is lost, nor what a person called off', async () => {
    const { world, edit, quoted, statuses } = await start({ whenLost: 'leave' });
    const lost = await quoted();
    await toStage(world, lost, 'lost');
    await world.settle();
    await edit(lost, { contract_status: 'signed' });
    const cancelled = await quoted();
    const orderId = world.erp.orders.all().at(-1)!.id;
    const ref = { portalId: world.scope.portalId, dealId: cancelled, companyCurrency: 'EUR', user: BOSS };
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId }, 'cancel');
    await world.settle();
    await edit(cancelled, { contract_status: 'signed' });
    expect(statuses()).toEqual(['quotation', 'cancelled']);
    expect(world.erp.countOf('orders.confirm')).toBe(0);
  });

  it('confirms no later quotation by what was said of an earlier one', async () => {
    const { world, edit, looks, quoted, statuses } = await start();
    const deal = await quoted();
    await edit(deal, { contract_status: 'signed' });
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    const [order] = world.erp.orders.all();
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: order!.id }, 'cancel');
    await world.settle();
    world.pass(MINUTE);
    await createByPerson(world.deps, ref, 'quotation');
    await world.settle();
    await looks();
    expect(statuses()).toEqual(['cancelled', 'quotation']);
    await edit(deal, { contract_status: 'sent' });
    await edit(deal, { contract_status: 'signed' });
    expect(statuses()).toEqual(['cancelled', 'confirmed']);
  });

  it('leaves an order that a person tied to that person', async () => {
    const { world, acme, edit, statuses } = await start();
    const deal = await aDealWithLines(world, acme);
    const first = await aDealWithLines(world, acme);
    await toStage(world, first, 'offer');
    await world.settle();
    const [order] = world.erp.orders.all();
    await db()('orderTies').where({ orderId: order!.id }).update({ how: 'person', dealId: deal });
    await edit(deal, { contract_status: 'signed' });
    expect(statuses()).toEqual(['quotation']);
  });

  it.each(['lost_before', 'lost_after', 'late'] as const)('confirms once when the answer of the ERP is %s', async (end) => {
    const { world, edit, looks, quoted, statuses } = await start();
    const deal = await quoted();
    world.erp.ends.push(end);
    await edit(deal, { contract_status: 'signed' });
    world.erp.commitLate();
    world.pass(world.erp.capabilities.commands!.settledAfterMs);
    await looks();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('is looked for every minute with one search, from where the last one ended', async () => {
    const { world, edit, looks, quoted, statuses } = await start();
    const deal = await quoted();
    await looks();
    world.hubspot.forgetCalls();
    await edit(deal, { contract_status: 'sent' });
    expect(world.hubspot.callsOf('search')).toBeLessThanOrEqual(2);
    // Nobody looks for an hour, because we are down.
    world.hubspot.edit('deals', deal, { contract_status: 'signed', hs_lastmodifieddate: String(world.now.getTime()) });
    world.pass(60 * MINUTE);
    await looks();
    expect(statuses()).toEqual(['confirmed']);
  });
});
