import { describe, expect, it } from '@jest/globals';
import { ReconnectError } from '../../../server/shared/errors.ts';
import { approveByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, toStage } from '../../support/ordering.ts';
import { aQuotingWorld, SIGNED } from '../../support/quoting.ts';

const db = useTestDatabase();
const BOSS = { userId: 5, email: 'boss@acme.test' };

describe('a HubSpot quote of the deal that is signed', () => {
  it('confirms the quotation in the ERP, once, and stays signed when it expires', async () => {
    const { world, quote, become, quoted, statuses } = await aQuotingWorld(db());
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
    const { quote, become, quoted, statuses } = await aQuotingWorld(db());
    await become(quote(await quoted()), { hs_quote_status: 'ACCEPTED' });
    expect(statuses()).toEqual(['confirmed']);
  });

  it('before there was a quotation confirms it when it is made', async () => {
    const { world, acme, quote, become, statuses } = await aQuotingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await become(quote(deal), SIGNED);
    expect(statuses()).toEqual([]);
    await toStage(world, deal, 'offer');
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('does not confirm the next quotation, which nobody signed, until one is signed for that', async () => {
    const { world, quote, become, looks, quoted, statuses } = await aQuotingWorld(db());
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

  it.each(['cancel', 'delete'] as const)(
    'while an order stood that is gone from the ERP (%s) does not confirm the next quotation',
    async (end) => {
      const { world, quote, become, looks, quoted, statuses } = await aQuotingWorld(db());
      const deal = await quoted();
      const [order] = world.erp.orders.all();
      world.erp.orders.confirm(order!.id);
      await world.pullOnce();
      await world.settle();
      await become(quote(deal), SIGNED);
      world.pass(60_000);
      world.erp.orders[end](order!.id);
      world.pass(11 * 60_000);
      await world.reconcile();
      await world.pullOnce();
      await world.settle();
      world.pass(60_000);
      const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
      await createByPerson(world.deps, ref, 'quotation');
      await world.settle();
      await looks();
      expect(statuses().at(-1)).toBe('quotation');
      expect(await db()('orderTies').where({ dealId: deal })).toHaveLength(2);
    },
  );

  it('says nothing when it was withdrawn', async () => {
    const first = await aQuotingWorld(db());
    await first.become(first.quote(await first.quoted(), { hs_quote_status: 'VOID' }), SIGNED);
    expect(first.statuses()).toEqual(['quotation']);
  });

  it('is not asked about where the rules do not speak of quotes', async () => {
    const { world, quote, become, quoted, statuses } = await aQuotingWorld(db(), { confirmWhenSigned: false });
    await become(quote(await quoted()), SIGNED);
    expect(statuses()).toEqual(['quotation']);
    expect(world.hubspot.calls.filter(({ objectType }) => objectType === 'quotes')).toEqual([]);
  });

  it('long before the rule was confirmed says nothing', async () => {
    const { world, acme, quote, looks, statuses } = await aQuotingWorld(db());
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
    const { world, quote, become, quoted, statuses } = await aQuotingWorld(db(), { approval: { userEmails: [BOSS.email], teamIds: [] } });
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
    const { world, looks, quoted, statuses } = await aQuotingWorld(db(), { confirmWhen: [{ property: 'signed_on', values: [] }] });
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
