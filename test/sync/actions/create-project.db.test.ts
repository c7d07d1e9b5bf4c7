import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { acceptRuns } from '../../../server/sync/actions/accept.ts';
import { runActions } from '../../../server/sync/actions/run-actions.ts';
import { loadOptions } from '../../../server/sync/actions/options.ts';
import { aProduct } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProject } from '../../support/erp-records.ts';
import { recordingLog } from '../../support/log.ts';
import { aDealWithLines, anOrderingWorld, confirmRules, pipelineRules, saveRules, toStage } from '../../support/ordering.ts';

const db = useTestDatabase();
const ONBOARDING = { id: 'r1', templateId: 't1', products: [{ id: 'p3', name: 'Training' }], categoryIds: [] };
const TRAINING = { name: 'Training', hs_sku: 'SRV-1', quantity: '8', price: '50' };
const linkTo = (stream: string, id: string) => `https://erp.example/${stream}/${id}`;
let asked = 0;

async function aWorld(rules: Partial<PipelineOrderRules> = {}) {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' }, ...rules } });
  world.erp.set('products', aProduct({ id: 'p3', sku: 'SRV-1', name: 'Training', kind: 'service' }));
  await world.pullOnce();
  await db()('portals').update({ scopes: ['automation'] });
  await db()('erpStreams').where({ stream: 'projects' }).update({ isOn: true });
  const { portalId, connectionId } = world.scope;
  const connectors = { capabilitiesOf: () => Promise.resolve({ linkTo, projects: world.erp.projects.support }) };
  const act = () => runActions({ ...world.deps, connectors, log: recordingLog() }, { portalId }, { signal: new AbortController().signal });
  const settle = async () => {
    for (let rounds = 0; rounds < 4; rounds++) {
      await act();
      await world.settle();
      world.pass(10_000);
    }
    await act();
  };
  const reach = async (recordId: RecordId, template: string | null = null) => {
    const callbackId = `ap-${++asked}`;
    const deadlineAt = new Date(world.now.getTime() + 86_400_000);
    const run = {
      portalId,
      callbackId,
      action: 'create-project',
      objectType: 'deals',
      recordId,
      inputs: { template },
      deadlineAt,
    } as const;
    await acceptRuns(world.deps, [run]);
    return callbackId;
  };
  const won = async () => {
    const deal = await aDealWithLines(world, acme, TRAINING);
    await toStage(world, deal, 'won');
    await settle();
    return deal;
  };
  const toldOf = (callbackId: string) => world.hubspot.completed.find((step) => step.callbackId === callbackId)?.outputFields;
  const option = (templateId: string) => `${connectionId}:${templateId}`;
  const options = (search = '') => loadOptions({ db: db(), connectors }, portalId, { list: 'project_templates', search, after: 0 });
  return { world, acme, settle, reach, won, toldOf, option, options, made: () => world.erp.projects.all() };
}

describe('a step that makes a project', () => {
  it('makes one like the project that was chosen, and asked again answers the same one', async () => {
    const { settle, reach, won, toldOf, option, made } = await aWorld();
    const deal = await won();
    const [first, beside] = [await reach(deal, option('t2')), await reach(deal, option('t2'))];
    await settle();
    const [project, ...others] = made();
    expect(others).toEqual([]);
    expect(toldOf(first)).toEqual({
      ...{ result: 'created', erp_number: project!.name, project: project!.name },
      ...{ link: `https://erp.example/projects/${project!.id}`, hs_execution_state: 'SUCCESS' },
    });
    expect(toldOf(beside)).toMatchObject({ erp_number: project!.name });
    const again = await reach(deal, option('t2'));
    await settle();
    expect(toldOf(again)).toMatchObject({ result: 'already_existed', erp_number: project!.name });
    expect(made()).toHaveLength(1);
  });

  it('finds what the rule has made of the order, whether it names the project or not', async () => {
    const { settle, reach, won, toldOf, option, made } = await aWorld({ projects: [ONBOARDING] });
    const deal = await won();
    expect(made()).toHaveLength(1);
    const runs = [await reach(deal), await reach(deal, option('t1'))];
    await settle();
    for (const run of runs) expect(toldOf(run)).toMatchObject({ result: 'already_existed', project: made()[0]!.name });
    expect(made()).toHaveLength(1);
  });

  it('finds what people made for the order in the ERP, whether a rule fits or a project was chosen', async () => {
    const { world, settle, reach, won, toldOf, option, made } = await aWorld();
    const deal = await won();
    const [order] = world.erp.orders.all();
    world.erp.set('projects', aProject({ id: '900', name: 'By hand', orderId: order!.id, customerId: '1' }));
    await settle();
    const rules = pipelineRules(world.scope.connectionId, { stages: { won: 'order' }, projects: [ONBOARDING] });
    await saveRules(world, { pipelines: [rules] });
    await confirmRules(world);
    const runs = [await reach(deal), await reach(deal, option('t2'))];
    await settle();
    for (const run of runs) expect(toldOf(run)).toMatchObject({ result: 'already_existed', project: 'By hand' });
    expect(made()).toHaveLength(1);
  });

  it('waits until the quotation of the deal is an order', async () => {
    const { world, settle, reach, won, toldOf, made } = await aWorld({ stages: { won: 'quotation' }, projects: [ONBOARDING] });
    const deal = await won();
    const run = await reach(deal);
    await settle();
    expect([toldOf(run), made()]).toEqual([undefined, []]);
    world.erp.orders.confirm(world.erp.orders.all()[0]!.id);
    await settle();
    expect(toldOf(run)).toMatchObject({ project: made()[0]!.name });
    expect(made()).toHaveLength(1);
  });

  it('is refused in words without an order, without a rule, and of another ERP', async () => {
    const { world, acme, settle, reach, won, toldOf, made } = await aWorld();
    const open = await aDealWithLines(world, acme, TRAINING);
    const deal = await won();
    const runs = [await reach(open), await reach(deal), await reach(deal, 'someone:t1')];
    await settle();
    expect(runs.map((run) => toldOf(run)?.['result'])).toEqual(['refused', 'refused', 'refused']);
    expect(runs.map((run) => toldOf(run)?.['reason'])).toEqual([
      expect.stringContaining('no order'),
      expect.stringContaining('No rule'),
      expect.stringContaining('another ERP'),
    ]);
    expect(made()).toEqual([]);
  });

  it('fails in words where the chosen project is gone', async () => {
    const { world, settle, reach, won, toldOf, option } = await aWorld();
    const deal = await won();
    world.erp.projects.templates.delete('t1');
    const run = await reach(deal, option('t1'));
    await settle();
    expect(toldOf(run)).toMatchObject({ result: 'refused', hs_execution_state: 'FAIL_CONTINUE', reason: expect.stringContaining('card') });
  });

  it('tries again what a rule was refused, once it is mended', async () => {
    const { world, settle, reach, won, toldOf, made } = await aWorld({ projects: [ONBOARDING] });
    world.erp.projects.templates.delete('t1');
    const deal = await won();
    world.erp.projects.templates.set('t1', 'Onboarding');
    const run = await reach(deal);
    await settle();
    expect(toldOf(run)).toMatchObject({ result: 'created', project: made()[0]!.name });
    expect(made()).toHaveLength(1);
  });

  it('is offered the projects of the ERP, by their names', async () => {
    const { options, option } = await aWorld();
    const onboarding = { value: option('t1'), label: 'Onboarding' };
    expect(await options()).toMatchObject({ options: [{ value: option('t2'), label: 'Audit' }, onboarding] });
    expect(await options('onb')).toMatchObject({ options: [onboarding] });
  });
});
