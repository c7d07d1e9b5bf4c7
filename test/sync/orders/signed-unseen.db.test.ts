import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { ReconnectError } from '../../../server/shared/errors.ts';
import { portalsToSearchConditions, searchConditions } from '../../../server/sync/inbox/search-conditions.ts';
import { portalsToSearchDeals } from '../../../server/sync/inbox/search-deals.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, confirmRules, pipelineRules, saveRules } from '../../support/ordering.ts';
import { aQuotingWorld, aQuotingWorldOfTwoPipelines, SIGNED } from '../../support/quoting.ts';

const db = useTestDatabase();

describe('a HubSpot quote that is signed', () => {
  it('while quotes are withheld is found once they can be read, and people see that they cannot', async () => {
    const { world, quote, looks, quoted, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    const problems = () => db()('problems').whereNull('resolvedAt').pluck<string[]>('code');
    let isWithheld = true;
    const refuse = async (type: string) => {
      if (type === 'quotes' && isWithheld) throw new ReconnectError('No', { code: 'hubspot.scope_missing' });
    };
    const [search, associated] = [world.hubspot.search.bind(world.hubspot), world.hubspot.associatedIds.bind(world.hubspot)];
    world.hubspot.search = async (type, request) => (await refuse(type), search(type, request));
    world.hubspot.associatedIds = async (from, ids, to) => (await refuse(to), associated(from, ids, to));
    await looks();
    world.pass(1_000);
    quote(deal, SIGNED);
    for (let at = 0; at < 5; at++) await looks();
    expect([statuses(), await problems()]).toEqual([['quotation'], ['order.quotes_withheld']]);
    isWithheld = false;
    await looks();
    expect([statuses(), await problems()]).toEqual([['confirmed'], []]);
  });

  it('is looked for every quarter of a minute while a quotation stands, and not before or after', async () => {
    const { world, acme, quote, quoted, statuses } = await aQuotingWorld(db());
    const { portalId } = world.scope;
    await aDealWithLines(world, acme);
    await world.settle();
    expect(await portalsToSearchConditions(db(), world.now)).toEqual([]);
    const deal = await quoted();
    expect(await portalsToSearchConditions(db(), world.now)).toEqual([{ portalId }]);
    world.pass(1_000);
    quote(deal, SIGNED);
    await searchConditions(world.deps, { portalId });
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
    expect(await portalsToSearchConditions(db(), world.now)).toEqual([]);
  });

  it('enters its deal once, however often the searches that overlap find it, and again when it is signed anew', async () => {
    const { world, quote, quoted } = await aQuotingWorld(db());
    const deal = await quoted();
    const other = await quoted();
    /** How often the deal was entered by seven searches, while nobody reads the inbox. */
    const entries = async (recordId: RecordId) => {
      await db()('inbox').delete();
      for (let at = 0; at < 7; at++) {
        world.pass(15_000);
        await searchConditions(world.deps, { portalId: world.scope.portalId });
      }
      return (await db()('inbox').where({ recordId }).first<{ revision: string } | undefined>('revision'))?.revision ?? 0;
    };
    const write = (id: RecordId, properties: Record<string, string>) =>
      world.hubspot.edit('quotes', id, { ...properties, hs_lastmodifieddate: String(world.now.getTime()) });
    world.pass(1_000);
    const signed = quote(deal, SIGNED);
    expect(Number(await entries(deal))).toBe(1);
    // HubSpot makes its PDF.
    write(signed, { hs_pdf_download_link: 'https://x' });
    expect(Number(await entries(deal))).toBe(0);
    write(signed, { hs_sign_status: 'MANUALLY_SIGNED' });
    expect(Number(await entries(deal))).toBe(1);
    quote(other, SIGNED);
    expect(Number(await entries(other))).toBe(1);
    // Another quotation stands in the place of the one that was there.
    write(signed, { hs_pdf_download_link: 'https://y' });
    await searchConditions(world.deps, { portalId: world.scope.portalId });
    const tie = await db()('orderTies').where({ dealId: deal }).first<{ orderId: string }>('orderId');
    await db()('erpOrders').where({ erpId: tie.orderId }).update({ erpId: 'next' });
    await db()('orderTies').where({ dealId: deal }).update({ orderId: 'next' });
    expect(Number(await entries(deal))).toBe(1);
  });

  it('is looked for once a minute where the quotation stands since long, or is of an ERP whose rules name nothing', async () => {
    const { world, quoted } = await aQuotingWorld(db());
    await quoted();
    const { portalId } = world.scope;
    const days = (count: number) => new Date(world.now.getTime() + count * 86_400_000);
    expect(await portalsToSearchConditions(db(), days(29))).toEqual([{ portalId }]);
    expect(await portalsToSearchConditions(db(), days(31))).toEqual([]);
    expect(await portalsToSearchDeals(db(), days(31))).toEqual([{ portalId }]);
    const { rules } = await db()('orderRules').first<{ rules: { pipelines: object[] } }>('rules');
    const elsewhere = rules.pipelines.map((one) => ({ ...one, connectionId: '00000000-0000-4000-8000-000000000000' }));
    await db()('orderRules').update({ rules: JSON.stringify({ pipelines: elsewhere }) });
    expect(await portalsToSearchConditions(db(), world.now)).toEqual([]);
  });

  it('while quotes are withheld is asked for once a minute, before whatever fills an account', async () => {
    const { world, looks, quoted } = await aQuotingWorld(db());
    await quoted();
    const priorities: (string | undefined)[] = [];
    const search = world.hubspot.search.bind(world.hubspot);
    world.hubspot.search = async (type, request, options?: { priority?: string }) => {
      if (type !== 'quotes') return search(type, request);
      priorities.push(options?.priority);
      throw new ReconnectError('No', { code: 'hubspot.scope_missing' });
    };
    await looks();
    for (let at = 0; at < 3; at++) await searchConditions(world.deps, { portalId: world.scope.portalId });
    expect(priorities).toEqual(['live']);
    await looks();
    expect(priorities).toEqual(['live', 'live']);
  });

  it.each([
    ['whose rules wait to be confirmed', { confirmed: '{}' }],
    ['whose rules name nothing', { conditionsSince: '{}' }],
  ])('is not looked for in an account %s', async (_which, row) => {
    const { world, quoted } = await aQuotingWorld(db());
    await quoted();
    await db()('orderRules').update(row);
    expect(await portalsToSearchConditions(db(), world.now)).toEqual([]);
  });

  it('that no search shows is found at night', async () => {
    const { world, quote, looks, quoted, statuses } = await aQuotingWorld(db());
    const deal = await quoted();
    const search = world.hubspot.search.bind(world.hubspot);
    world.hubspot.search = async (type, request) => (type === 'quotes' ? { records: [], total: 0, after: null } : search(type, request));
    world.pass(1_000);
    quote(deal, SIGNED);
    await looks();
    expect(statuses()).toEqual(['quotation']);
    // The sweep leaves out what is about to be written for the first time, which HubSpot may refuse for weeks.
    await db()('targets').where({ recordId: deal }).update({ written: null, dueRevision: 1_000 });
    await sweepPortal({ ...world.deps, askWhetherInstalled: async () => undefined }, { portalId: world.scope.portalId });
    await world.settle();
    expect(statuses()).toEqual(['confirmed']);
  });
});

describe('a HubSpot quote that is signed while changed rules wait to be confirmed', () => {
  const wait = async (before: Partial<PipelineOrderRules>) => {
    const begun = await aQuotingWorld(db(), before);
    const { world, quote, quoted, become, statuses } = begun;
    const deal = await quoted();
    world.pass(60_000);
    const rules = { stages: { offer: 'quotation' as const }, confirmWhenSigned: true, placeholderProductId: 'p1' };
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, rules)] });
    await become(quote(deal), SIGNED);
    expect(statuses()).toEqual(['quotation']);
    world.pass(5 * 60_000);
    await confirmRules(world);
    return begun;
  };

  it('counts where the rule was confirmed before', async () => {
    const { looks, statuses } = await wait({});
    await looks();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('counts although quotes are searched for another pipeline meanwhile', async () => {
    const { world, looks, statuses, quoted, quote, become, save } = await aQuotingWorldOfTwoPipelines(db());
    const deal = await quoted();
    world.pass(60_000);
    await save({ placeholderProductId: 'p1' });
    await become(quote(deal), SIGNED);
    world.pass(60 * 60_000);
    await looks();
    expect(statuses()).toEqual(['quotation']);
    await confirmRules(world);
    await looks();
    expect(statuses()).toEqual(['confirmed']);
  });

  it('says nothing where the rule is new', async () => {
    const { looks, statuses, quoted, quote, become } = await wait({ confirmWhenSigned: false });
    await looks();
    expect(statuses()).toEqual(['quotation']);
    const other = await quoted();
    await become(quote(other), SIGNED);
    expect(statuses()).toEqual(['quotation', 'confirmed']);
  });
});
