import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules, ProjectRule } from '../../../hubspot-app/app/settings/api/orders.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { retryCommands } from '../../../server/sync/commands/person-commands.ts';
import type { Command } from '../../../server/sync/commands/command-rows.ts';
import { changeByPerson } from '../../../server/sync/orders/person-orders.ts';
import { leaveByPerson } from '../../../server/sync/orders/leave-refused.ts';
import { loadDealProjects } from '../../../server/records/queries/deal-projects.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, confirmRules, pipelineRules, saveRules, toStage, VALVES } from '../../support/ordering.ts';
import { aProduct } from '../../support/catalog.ts';

const db = useTestDatabase();
const ORDER = { stages: { won: 'order' } } as const;
const ONBOARDING: ProjectRule = { id: 'r1', templateId: 't1', products: [], categoryIds: ['c-services'] };
const TRAINING = { name: 'Training', hs_sku: 'SRV-1', quantity: '8', price: '50' };

async function start(rules: Partial<PipelineOrderRules> = {}, { isConfirmed = true } = {}) {
  const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER, projects: [ONBOARDING], ...rules }, isConfirmed });
  const categories = [
    { id: 'c-training', name: 'Training' },
    { id: 'c-services', name: 'Services' },
  ];
  world.erp.set('products', aProduct({ id: 'p3', sku: 'SRV-1', name: 'Training', kind: 'service', categories }));
  await world.pullOnce();
  const { scope } = world;
  const settleAll = async () => {
    for (let turn = 0; turn < 4; turn++) {
      await world.settle();
      world.pass(30_000);
    }
  };
  const won = async (...lines: Record<string, string>[]) => {
    const deal = await aDealWithLines(world, acme, ...lines);
    await toStage(world, deal, 'won');
    await settleAll();
    return deal;
  };
  const commands = () => db()('commands').where({ name: 'createProject' }).orderBy(['askedAt', 'key']).select<Command<'createProject'>[]>();
  const refOf = (dealId: RecordId) => ({
    ...{ portalId: scope.portalId, dealId, companyCurrency: 'EUR' },
    user: { userId: 5, email: 'boss@acme.test' },
  });
  const retry = async (key: string) => {
    const [{ recordId: deal }] = (await db()('commands').where({ key }).select('recordId')) as [{ recordId: RecordId }];
    await retryCommands(world.deps, scope.portalId, { keys: [key], owner: { objectType: 'deals', recordId: deal }, userId: 5 });
    await settleAll();
  };
  return { world, acme, won, settleAll, commands, refOf, retry, made: () => world.erp.projects.all() };
}

describe('a rule for projects', () => {
  it('makes one of a confirmed order, of what it names, and the deal shows it', async () => {
    const { world, won, made, commands } = await start();
    const deal = await won(VALVES, TRAINING);
    const [order] = world.erp.orders.all();
    expect(order).toMatchObject({ status: 'confirmed' });
    expect(made()).toMatchObject([{ name: `${order!.number} - Onboarding`, orderId: order!.id, tasks: [{ plannedHours: '8' }] }]);
    expect(await commands()).toMatchObject([{ state: 'done', input: { orderId: order!.id, templateId: 't1', productIds: ['p3'] } }]);
    const shown = await loadDealProjects(db(), { portalId: world.scope.portalId, dealId: deal });
    expect(shown).toMatchObject([{ name: `${order!.number} - Onboarding`, isOwn: true, status: 'not_started' }]);
  });

  it('makes nothing of an order without what it names, and nothing before an administrator confirmed the rules', async () => {
    const first = await start();
    await first.won(VALVES);
    expect([first.world.erp.orders.all().length, first.made().length]).toEqual([1, 0]);
  });

  it('that nobody confirmed leaves it to people', async () => {
    const { world, won, made } = await start({}, { isConfirmed: false });
    await won(TRAINING);
    expect([world.erp.orders.all().length, made().length]).toEqual([0, 0]);
  });

  it('makes it of a quotation that somebody confirms in the ERP, too', async () => {
    const { world, won, made, settleAll } = await start({ stages: { won: 'quotation' } });
    await won(TRAINING);
    const [quotation] = world.erp.orders.all();
    expect(made()).toEqual([]);
    world.erp.orders.confirm(quotation!.id);
    await settleAll();
    expect(made()).toMatchObject([{ orderId: quotation!.id }]);
  });

  it('waits for the category of a product that is newer than what was last read of products', async () => {
    const { world, won, made, settleAll } = await start({ stages: { won: 'quotation' } });
    await won(VALVES);
    const [quotation] = world.erp.orders.all();
    const lines = quotation!.lines.map((line) => ({ ...line, productId: erpRecordId('p9') }));
    world.erp.set('orders', { ...quotation!, status: 'confirmed', lines });
    await world.round();
    expect(await db()('orderTies').select('projectsDue')).toEqual([{ projectsDue: true }]);
    const categories = [{ id: 'c-services', name: 'Services' }];
    world.erp.set('products', aProduct({ id: 'p9', sku: 'SRV-9', name: 'Brand new', kind: 'service', categories }));
    await settleAll();
    expect(made()).toMatchObject([{ orderId: quotation!.id }]);
    expect(await db()('orderTies').select('projectsDue')).toEqual([{ projectsDue: false }]);
  });

  it('makes one for each rule, a product being of the one that names it and else of its nearest category', async () => {
    const audit: ProjectRule = { id: 'r2', templateId: 't2', products: [{ id: 'p1', name: 'Valve' }], categoryIds: [] };
    const { won, made } = await start({ projects: [ONBOARDING, audit] });
    await won(VALVES, TRAINING);
    expect(made().map(({ name, tasks }) => [name.split(' - ')[1], tasks.map((task) => task.plannedHours)])).toEqual([
      ['Audit', ['10']],
      ['Onboarding', ['8']],
    ]);
  });

  it('is the nearest category of a product', async () => {
    const nearest: ProjectRule = { id: 'r3', templateId: 't2', products: [], categoryIds: ['c-training'] };
    const { won, made } = await start({ projects: [ONBOARDING, nearest] });
    await won(TRAINING);
    expect(made().map(({ name }) => name.split(' - ')[1])).toEqual(['Audit']);
  });

  it.each(['lost_before', 'lost_after', 'late'] as const)('makes one when the answer of the ERP is %s', async (end) => {
    const { world, won, made, settleAll } = await start();
    let isFirst = true;
    world.erp.meanwhile = async (call) => {
      if (call === 'projects.create' && isFirst) world.erp.ends.push(end);
      if (call === 'projects.create') isFirst = false;
    };
    await won(TRAINING);
    expect(isFirst).toBe(false);
    world.erp.commitLate();
    world.pass(world.erp.capabilities.commands!.settledAfterMs);
    await settleAll();
    expect(made()).toHaveLength(1);
  });

  it('makes none anew when the order changes, is read again, or its stage comes and goes', async () => {
    const { world, won, made, settleAll } = await start();
    const deal = await won(TRAINING);
    const [order] = world.erp.orders.all();
    world.erp.set('orders', { ...order!, status: 'quotation' });
    await settleAll();
    world.erp.set('orders', { ...order!, status: 'confirmed' });
    await settleAll();
    await toStage(world, deal, 'open');
    await settleAll();
    await toStage(world, deal, 'won');
    await settleAll();
    expect(made()).toHaveLength(1);
  });

  it('whose project is gone is refused where people see it, and goes on with another one', async () => {
    const { world, won, made, commands, retry } = await start();
    world.erp.projects.templates.delete('t1');
    const deal = await won(TRAINING);
    const [refused] = await commands();
    expect(refused).toMatchObject({ state: 'rejected', waitingFor: 'order.template_gone', params: { template: '#t1' } });
    const problems = await db()('problems').where({ subject: deal, resolvedAt: null }).pluck('code');
    expect(problems).toEqual(['order.template_gone']);
    // What became of the order is told as before.
    expect(world.hubspot.get('deals', deal)['erp_order_status']).toBe('ordered');
    const other = { ...ONBOARDING, templateId: 't2' };
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, { ...ORDER, projects: [other] })] });
    await retry(refused!.key);
    expect(made()).toMatchObject([{ name: expect.stringContaining('Audit') }]);
    expect(await db()('problems').where({ subject: deal, resolvedAt: null }).pluck('code')).toEqual([]);
  });

  it('asks for nothing any more once the order is called off', async () => {
    const { world, won, made, commands, retry, refOf, settleAll } = await start();
    world.erp.projects.templates.delete('t1');
    const deal = await won(TRAINING);
    const [refused] = await commands();
    const [order] = world.erp.orders.all();
    await changeByPerson(world.deps, refOf(deal), { connectionId: world.scope.connectionId, orderId: order!.id }, 'cancel');
    await settleAll();
    world.erp.projects.templates.set('t1', 'Onboarding');
    expect(await commands()).toMatchObject([{ key: refused!.key, state: 'cancelled' }]);
    await retry(refused!.key);
    expect(made()).toEqual([]);
  });

  it('that was taken away meanwhile makes nothing', async () => {
    const { world, won, made, commands, retry } = await start();
    world.erp.projects.templates.delete('t1');
    await won(TRAINING);
    const [refused] = await commands();
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, ORDER)] });
    world.erp.projects.templates.set('t1', 'Onboarding');
    await retry(refused!.key);
    expect(await commands()).toMatchObject([{ state: 'cancelled' }]);
    expect(made()).toEqual([]);
  });

  it('that was taken away and added again makes no second one', async () => {
    const { world, won, made, commands, settleAll } = await start();
    await won(TRAINING);
    const again = { ...ONBOARDING, id: 'r9' };
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, { ...ORDER, projects: [again] })] });
    await confirmRules(world);
    const [order] = world.erp.orders.all();
    world.erp.set('orders', { ...order!, status: 'quotation' });
    await settleAll();
    world.erp.set('orders', { ...order!, status: 'confirmed' });
    await settleAll();
    expect(made()).toHaveLength(1);
    expect(await commands()).toHaveLength(1);
  });

  it('that was taken away and added again makes what the one before was refused', async () => {
    const { world, won, made, commands, settleAll } = await start();
    world.erp.projects.templates.delete('t1');
    await won(TRAINING);
    world.erp.projects.templates.set('t1', 'Onboarding');
    const again = { ...ONBOARDING, id: 'r9' };
    await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, { ...ORDER, projects: [again] })] });
    await confirmRules(world);
    await db()('orderTies').update({ projectsDue: true });
    await world.edit('deals', (await commands())[0]!.recordId, { amount: '400' });
    await settleAll();
    expect(await commands()).toMatchObject([{ state: 'done', facts: { project: { ruleId: 'r9' } } }]);
    expect(made()).toHaveLength(1);
  });

  it('does not ask again for what a person let rest', async () => {
    const { world, won, made, commands, refOf, settleAll } = await start();
    world.erp.projects.templates.delete('t1');
    const deal = await won(TRAINING);
    const [refused] = await commands();
    await leaveByPerson(world.deps, refOf(deal), refused!.key);
    world.erp.projects.templates.set('t1', 'Onboarding');
    const [order] = world.erp.orders.all();
    world.erp.set('orders', { ...order!, status: 'quotation' });
    await settleAll();
    world.erp.set('orders', { ...order!, status: 'confirmed' });
    await settleAll();
    expect(await commands()).toMatchObject([{ state: 'cancelled', facts: { left: { userId: 5 } } }]);
    expect(made()).toEqual([]);
  });

  it('switches the reading of projects on', async () => {
    const { world } = await start();
    expect(await db()('erpStreams').where({ stream: 'projects' }).select('isOn')).toEqual([{ isOn: true }]);
    expect(world.erp.calls).toContain('readPage projects');
  });
});

describe('the project code of an order', () => {
  const codeOf = async () => {
    const [command] = await db()('commands').where({ name: 'createOrder' }).select<Command<'createOrder'>[]>('input');
    return command!.input!.projectCode;
  };

  it('is the one that was chosen', async () => {
    const { won } = await start({ projects: [], projectCode: { kind: 'existing', code: 'OBRA-1' } });
    await won(VALVES);
    expect(await codeOf()).toEqual({ code: 'OBRA-1', name: null });
  });

  it('of each deal’s own fits and is the same for ever', async () => {
    const { won } = await start({ projects: [], projectCode: { kind: 'per_deal' } });
    const deal = await won(VALVES);
    const code = `HS7-${Number(deal).toString(36).toUpperCase()}`;
    expect(await codeOf()).toEqual({ code, name: 'Valves' });
    expect(code.length).toBeLessThanOrEqual(20);
  });

  it('is none unless somebody wants one', async () => {
    const { won } = await start();
    await won(VALVES);
    expect(await codeOf()).toBeUndefined();
  });
});
