import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import { ReconnectError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { searchChanges } from '../../../server/sync/inbox/search-changes.ts';
import { portalsToSearchDeals } from '../../../server/sync/inbox/search-deals.ts';
import { acceptByPerson, approveByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';

const db = useTestDatabase();
const BOSS = { userId: 5, email: 'boss@acme.test' };
const SIGNED = { hs_sign_status: 'ESIGN_COMPLETED', hs_quote_esign_status: 'SIGNED' };

async function start(rules: Partial<PipelineOrderRules> = {}) {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { offer: 'quotation' }, confirmWhenSigned: true, ...rules } });
  const looks = async () => {
    world.pass(60_000);
    for (const scope of await portalsToSearchDeals(db(), world.now)) await searchChanges(world.deps, scope);
    await world.settle();
  };
  const stamped = (properties: Record<string, string>) => ({ ...properties, hs_lastmodifieddate: String(world.now.getTime()) });
  /** Over what the deal sells, unless its own lines are named. */
  const quote = (deal: RecordId, properties: Record<string, string> = {}, lines: Record<string, string>[] = [VALVES]): RecordId => {
    const id = world.hubspot.add('quotes', stamped({ hs_quote_status: 'PUBLISHED', hs_sign_status: 'ESIGN_PENDING', ...properties }));
    world.hubspot.associations.push(`deals ${deal} quotes ${id}`, `quotes ${id} deals ${deal}`);
    for (const line of lines) world.hubspot.addLine(id, line, 'quotes');
    return id;
  };
  const become = async (id: RecordId, properties: Record<string, string>) => {
    world.pass(1_000);
    world.hubspot.edit('quotes', id, stamped(properties));
    await looks();
  };
  const quoted = async () => {
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    return deal;
  };
  const waiting = async () => {
    const held = (await world.commands()).find(({ state }) => state === 'waiting');
    return held && { key: held.key, waitingFor: held.waitingFor, params: held.params };
  };
  return { world, acme, waiting, looks, quote, become, quoted, statuses: () => world.erp.orders.all().map(({ status }) => status) };
}

describe('a HubSpot quote of the deal that is signed', () => {
  it('confirms the quotation in the ERP, once, and stays signed when it expires', async () => {
    const { world, quote, become, quoted, statuses } = await start();
    const deal = await quoted();
    quote(deal);
    const signed = quote(deal);
    await become(signed, { hs_quote_esign_status: 'PENDING_SIGNATURE' });
    expect(statuses()).toEqual(['quotation']);
    await become(signed, SIGNED);
    expect(statuses()).toEqual(['confirmed']);
    await become(signed, { hs_quote_status: 'EXPIRED' });
    expect(world.erp.countOf('orders.confirm')).toBe(1);
    expect(await db()('commands').where({ name: 'confirmOrder' }).select('askedBy')).toEqual([
      { askedBy: { kind: 'rule', property: 'hs_sign_status' } },
    ]);
  });

  it('or accepted by its buyer does the same', async () => {
    const { quote, become, quoted, statuses } = await start();
    await become(quote(await quoted()), { hs_quote_status: 'ACCEPTED' });
    expect(statuses()).toEqual(['confirmed']);
  });

  it('before there was a quotation confirms it when it is made', async () => {
    const { world, acme, quote, become, statuses } = await start();
    const deal = await aDealWithLines(world, acme);
    await become(quote(deal), SIGNED);
    expect(statuses()).toEqual([]);
    await toStage(world, deal, 'offer');
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('does not confirm the next quotation, which nobody signed, until one is signed for that', async () => {
    const { world, quote, become, looks, quoted, statuses } = await start();
    const deal = await quoted();
    await become(quote(deal), SIGNED);
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    const [order] = world.erp.orders.all();
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: order!.id }, 'cancel');
    await world.settle();
    world.pass(24 * 3_600_000);
    await createByPerson(world.deps, ref, 'quotation');
    await world.settle();
    await looks();
    expect(statuses()).toEqual(['cancelled', 'quotation']);
    await become(quote(deal), SIGNED);
    expect(statuses()).toEqual(['cancelled', 'confirmed']);
  });

  it('while an order stood that is called off in the ERP does not confirm the next quotation', async () => {
    const { world, quote, become, looks, quoted, statuses } = await start();
    const deal = await quoted();
    const [order] = world.erp.orders.all();
    world.erp.orders.confirm(order!.id);
    await world.pullOnce();
    await world.settle();
    await become(quote(deal), SIGNED);
    world.pass(60_000);
    world.erp.orders.cancel(order!.id);
    await world.pullOnce();
    await world.settle();
    world.pass(60_000);
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    await createByPerson(world.deps, ref, 'quotation');
    await world.settle();
    await looks();
    expect(statuses()).toEqual(['cancelled', 'quotation']);
  });

  it('over another amount waits, until a person takes the quotation of the ERP as it is', async () => {
    const { world, quote, become, looks, quoted, waiting, statuses } = await start();
    const deal = await quoted();
    const id = quote(deal, {}, [{ ...VALVES, price: '10' }]);
    await become(id, SIGNED);
    await looks();
    expect(statuses()).toEqual(['quotation']);
    const held = await waiting();
    const params = { quoteId: id, erp: '112.50', signed: '90.00', currency: 'EUR' };
    expect(held).toMatchObject({ waitingFor: 'order.waiting_signed', params });
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    await acceptByPerson(world.deps, ref, { key: held!.key, net: '112.50' });
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('with a discount on the whole of it waits', async () => {
    const discounted = await start();
    const amount = { hs_quote_amount: '100' };
    await discounted.become(discounted.quote(await discounted.quoted(), amount), SIGNED);
    expect(await discounted.waiting()).toMatchObject({ waitingFor: 'order.waiting_signed', params: { signed: '100.00' } });
    expect(discounted.statuses()).toEqual(['quotation']);
  });

  it('with taxes counted up on the whole of it does not wait', async () => {
    const { world, quote, become, quoted, statuses } = await start();
    const deal = await quoted();
    await become(quote(deal, { hs_quote_amount: world.erp.orders.all()[0]!.total, hs_currency: 'EUR' }), SIGNED);
    expect(statuses()).toEqual(['confirmed']);
  });

  it('in another currency waits', async () => {
    const { quote, become, quoted, waiting } = await start();
    await become(quote(await quoted(), { hs_currency: 'USD' }), SIGNED);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed', params: { currency: 'USD' } });
  });

  it('over what nobody can read waits, and says so', async () => {
    const { quote, become, quoted, waiting, statuses } = await start();
    await become(quote(await quoted(), {}, []), SIGNED);
    expect(statuses()).toEqual(['quotation']);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed_unread' });
  });

  it('counts by its own figures beside others of the deal, and of two that were signed the last does', async () => {
    const { quote, become, quoted, waiting, statuses } = await start();
    const deal = await quoted();
    quote(deal, { hs_quote_amount: '5' }, [{ ...VALVES, price: '1' }]);
    const [first, second] = [quote(deal, {}, [{ ...VALVES, price: '10' }]), quote(deal)];
    await become(first, SIGNED);
    expect(await waiting()).toMatchObject({ params: { quoteId: first } });
    await become(second, SIGNED);
    expect(statuses()).toEqual(['confirmed']);
  });

  it('over another amount does not hold up a stage that makes orders', async () => {
    const { world, quote, become, quoted, waiting, statuses } = await start({ stages: { offer: 'quotation', won: 'order' } });
    const deal = await quoted();
    await become(quote(deal, {}, [{ ...VALVES, price: '10' }]), SIGNED);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('says nothing when it was withdrawn', async () => {
    const first = await start();
    await first.become(first.quote(await first.quoted(), { hs_quote_status: 'VOID' }), SIGNED);
    expect(first.statuses()).toEqual(['quotation']);
  });

  it('is not asked about where the rules do not speak of quotes', async () => {
    const { world, quote, become, quoted, statuses } = await start({ confirmWhenSigned: false });
    await become(quote(await quoted()), SIGNED);
    expect(statuses()).toEqual(['quotation']);
    expect(world.hubspot.calls.filter(({ objectType }) => objectType === 'quotes')).toEqual([]);
  });

  it('long before the rule was confirmed says nothing', async () => {
    const { world, acme, quote, looks, statuses } = await start();
    const { now } = world.hubspot;
    world.hubspot.now = () => new Date('2026-11-01T00:00:00Z');
    const deal = await aDealWithLines(world, acme);
    quote(deal, SIGNED);
    world.hubspot.now = now;
    await toStage(world, deal, 'offer');
    await world.settle();
    await looks();
    expect(statuses()).toEqual(['quotation']);
  });

  it('waits for whoever has to approve', async () => {
    const { world, quote, become, quoted, statuses } = await start({ approval: { userEmails: [BOSS.email], teamIds: [] } });
    const deal = await quoted();
    await become(quote(deal), SIGNED);
    const waiting = (await world.commands()).find(({ state }) => state === 'waiting')!;
    expect([statuses(), waiting.waitingFor]).toEqual([['quotation'], 'order.waiting_approval']);
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    await approveByPerson(world.deps, ref, { key: waiting.key, net: '112.50' });
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('is not known where the account withholds its quotes, and conditions on the deal go on', async () => {
    const { world, looks, quoted, statuses } = await start({ confirmWhen: [{ property: 'signed_on', values: [] }] });
    const deal = await quoted();
    const refuse = async (type: string) => {
      if (type === 'quotes') throw new ReconnectError('No', { code: 'hubspot.scope_missing' });
    };
    const [search, associated] = [world.hubspot.search.bind(world.hubspot), world.hubspot.associatedIds.bind(world.hubspot)];
    world.hubspot.search = async (type, request) => (await refuse(type), search(type, request));
    world.hubspot.associatedIds = async (from, ids, to) => (await refuse(to), associated(from, ids, to));
    await looks();
    expect(statuses()).toEqual(['quotation']);
    world.hubspot.edit('deals', deal, { signed_on: '2026-11-30', hs_lastmodifieddate: String(world.now.getTime()) });
    await looks();
    expect(statuses()).toEqual(['confirmed']);
  });
});
