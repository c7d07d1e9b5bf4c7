import { describe, expect, it } from '@jest/globals';
import { loadDealOrders } from '../../../server/records/queries/deal-orders.ts';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import { TransientError } from '../../../server/shared/errors.ts';
import { acceptByPerson, changeByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { toStage, VALVES } from '../../support/ordering.ts';
import { aQuotingWorld, SIGNED } from '../../support/quoting.ts';

const db = useTestDatabase();
const BOSS = { userId: 5, email: 'boss@acme.test' };

describe('a HubSpot quote that is signed', () => {
  it('over another amount waits, until a person takes the quotation of the ERP as it is', async () => {
    const { world, quote, become, looks, quoted, waiting, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    const id = quote(deal, {}, [{ ...VALVES, price: '10' }]);
    await become(id, SIGNED);
    await looks();
    expect(statuses()).toEqual(['quotation']);
    const held = await waiting();
    const params = { quoteId: id, erp: '112.50', signed: '90.00', currency: 'EUR' };
    expect(held).toMatchObject({ waitingFor: 'order.waiting_signed', params });
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    const orders = await loadDealOrders(db(), { portalId: world.scope.portalId, dealId: deal });
    const card = (await loadDealState(world.deps, { ...ref, orders }))!;
    expect(card.waiting).toEqual({ code: 'order.waiting_signed', params });
    const accept = { action: 'accept_difference', key: held!.key, net: '112.5' };
    expect(card.actions).toContainEqual(accept);
    // Whoever takes it decides; trying again decides nothing.
    expect(card.actions.map(({ action }) => action)).toEqual(['accept_difference', 'confirm', 'amend', 'cancel']);
    await acceptByPerson(world.deps, ref, { key: held!.key, net: '112.50' });
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('over another amount is confirmed by a person who presses', async () => {
    const { world, quote, become, quoted, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    await become(quote(deal, {}, [{ ...VALVES, price: '10' }]), SIGNED);
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    const order = { connectionId: world.scope.connectionId, orderId: world.erp.orders.all()[0]!.id };
    await changeByPerson(world.deps, ref, order, 'confirm');
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('over another amount confirms once the deal and the quotation were brought to it', async () => {
    const { world, quote, become, looks, quoted, waiting, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    await become(quote(deal, {}, [{ ...VALVES, price: '10' }]), SIGNED);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed' });
    const [line] = (await world.hubspot.associatedIds('deals', [deal], 'line_items')).get(deal)!;
    world.hubspot.editLine(line!, { price: '10' });
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    const order = { connectionId: world.scope.connectionId, orderId: world.erp.orders.all()[0]!.id };
    await changeByPerson(world.deps, ref, order, 'amend');
    await world.settle();
    await looks();
    expect([statuses(), world.erp.orders.all()[0]!.untaxed]).toEqual([['confirmed'], '90.00']);
  });

  it.each([
    ['a discount', '100', {}],
    ['a fee', '150', {}],
    ['a discount on what recurs, as no period costs less', '100', { recurringbillingfrequency: 'monthly' }],
  ])('with %s on the whole of it waits', async (_what, amount, line) => {
    const { quote, become, quoted, waiting, statuses } = await aQuotingWorld(db());
    await become(quote(await quoted(), { hs_quote_amount: amount }, [{ ...VALVES, ...line }]), SIGNED);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed', params: { signed: `${amount}.00` } });
    expect(statuses()).toEqual(['quotation']);
  });

  it('over what recurs does not wait where it counts more than one period', async () => {
    const { quote, become, quoted, statuses } = await aQuotingWorld(db());
    await become(quote(await quoted(), { hs_quote_amount: '1350' }, [{ ...VALVES, recurringbillingfrequency: 'monthly' }]), SIGNED);
    expect(statuses()).toEqual(['confirmed']);
  });

  it('whose lines were not answered is judged when they are, and not by its amount alone', async () => {
    const { world, quote, become, looks, quoted, waiting, statuses } = await aQuotingWorld(db());
    const id = quote(await quoted(), { hs_quote_amount: '112.50' }, [{ ...VALVES, price: '10' }]);
    const associated = world.hubspot.associatedIds.bind(world.hubspot);
    world.hubspot.associatedIds = async (from, ids, to) => {
      if (from === 'quotes' && to === 'line_items') throw new TransientError('Away', { code: 'hubspot.unreachable' });
      return associated(from, ids, to);
    };
    await become(id, SIGNED).catch(() => undefined);
    expect(statuses()).toEqual(['quotation']);
    world.hubspot.associatedIds = associated;
    await looks();
    expect(statuses()).toEqual(['quotation']);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed', params: { quoteId: id } });
  });

  it('with taxes counted up on the whole of it does not wait', async () => {
    const { world, quote, become, quoted, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    await become(quote(deal, { hs_quote_amount: world.erp.orders.all()[0]!.total, hs_currency: 'EUR' }), SIGNED);
    expect(statuses()).toEqual(['confirmed']);
  });

  it('in another currency waits', async () => {
    const { quote, become, quoted, waiting } = await aQuotingWorld(db());
    await become(quote(await quoted(), { hs_currency: 'USD' }), SIGNED);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed', params: { currency: 'USD' } });
  });

  it('over what nobody can read waits, and says so', async () => {
    const { quote, become, quoted, waiting, statuses } = await aQuotingWorld(db());
    await become(quote(await quoted(), {}, []), SIGNED);
    expect(statuses()).toEqual(['quotation']);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed_unread' });
  });

  it('counts by its own figures beside others of the deal, and of two that were signed the last does', async () => {
    const { quote, become, quoted, waiting, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    quote(deal, { hs_quote_amount: '5' }, [{ ...VALVES, price: '1' }]);
    const [first, second] = [quote(deal, {}, [{ ...VALVES, price: '10' }]), quote(deal)];
    await become(first, SIGNED);
    expect(await waiting()).toMatchObject({ params: { quoteId: first } });
    await become(second, SIGNED);
    expect(statuses()).toEqual(['confirmed']);
  });

  it('over another amount does not hold up a stage that makes orders', async () => {
    const { world, quote, become, quoted, waiting, statuses } = await aQuotingWorld(db(), { stages: { offer: 'quotation', won: 'order' } });
    const deal = await quoted();
    await become(quote(deal, {}, [{ ...VALVES, price: '10' }]), SIGNED);
    expect(await waiting()).toMatchObject({ waitingFor: 'order.waiting_signed' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });
});
