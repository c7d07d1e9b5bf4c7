import { afterEach, describe, expect, it } from '@jest/globals';
import { retryProblems } from '../../../server/sync/connection/retry.ts';
import { tryStoppedTargets } from '../../../server/sync/shared/project-deals.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProject, aTask } from '../../support/erp-records.ts';
import { aProjectWorld } from '../../support/project-records.ts';

const db = useTestDatabase();
let world: Awaited<ReturnType<typeof aProjectWorld>>;
afterEach(() => world.close());

const begun = (over: Partial<Parameters<typeof aProject>[0]> = {}) =>
  aProject({ id: '7', tasks: [aTask({ id: '1', status: 'done' }), aTask({ id: '2' })], ...over });
const done = () => begun({ tasks: [aTask({ id: '1', status: 'done' })] });

async function start(...given: Parameters<typeof aProjectWorld> extends [unknown, ...infer Rest] ? Rest : never) {
  world = await aProjectWorld(db(), ...given);
  await world.store(begun());
}
async function withRecord(): Promise<string> {
  await start();
  await world.choose('services');
  await world.settle();
  return world.records()[0]!.id;
}

describe('an object of HubSpot', () => {
  it('without permission, or that the account does not have, is not offered and cannot be chosen', async () => {
    await start({
      scopes: ['crm.objects.projects.read', 'crm.schemas.projects.read', 'crm.objects.projects.write', 'crm.schemas.projects.write'],
      objects: [],
    });
    expect(await world.view()).toMatchObject({
      objects: [
        { object: 'services', state: 'needs_permission' },
        { object: 'projects', state: 'not_in_account' },
      ],
    });
    await expect(world.choose('services')).rejects.toMatchObject({ code: 'project_records.needs_permission' });
    await expect(world.choose('projects')).rejects.toMatchObject({ code: 'project_records.not_in_account' });
    world.portal.switchObject('projects', true);
    world.hubspot.faults.next({ kind: 'status', status: 503, times: Infinity });
    expect(await world.view()).toMatchObject({ objects: [{}, { object: 'projects', state: 'unknown' }] });
    await expect(world.choose('projects')).rejects.toMatchObject({ code: 'project_records.not_now' });
    world.hubspot.faults.clear();
    expect(await db()('projectTargets')).toEqual([]);
  });

  it('that is switched off later stops its records alone, says so once, and goes on when it is back', async () => {
    const id = await withRecord();
    world.portal.switchObject('services', false);
    await world.store(done());
    await world.settle();
    await world.dealIsDue();
    await world.settle();
    expect(await world.problems()).toEqual(['project_records.not_in_account']);
    expect(world.reconnects).toEqual([]);
    expect(await world.view()).toMatchObject({ stopped: { code: 'project_records.not_in_account' } });
    world.portal.switchObject('services', true);
    await retryProblems(world.deps, world.scope.portalId, {
      code: 'project_records.not_in_account',
      connectionId: world.scope.connectionId,
    });
    await world.settle();
    expect(world.portal.value('services', id, 'erp_project_status')).toBe('done');
    expect([await world.problems(), (await world.view()).stopped]).toEqual([[], null]);
  });

  it('whose permission is withdrawn is tried again by itself, and at once after an install', async () => {
    const id = await withRecord();
    world.portal.withdrawScopes('crm.objects.services.write');
    await db()('portals').update({ scopes: [] });
    await world.store(done());
    await world.settle();
    expect(await world.problems()).toEqual(['project_records.needs_permission']);
    expect(world.portal.value('services', id, 'erp_project_status')).toBe('in_progress');
    world.pass(3_600_000);
    await world.settle();
    expect(await world.problems()).toEqual(['project_records.needs_permission']);
    await tryStoppedTargets(db(), { portalId: world.scope.portalId }, world.deps.now());
    await world.settle();
    expect(world.reconnects).toEqual([]);
  });

  it('without room for our key, or with another property of its name, is said with what to do', async () => {
    await start({ customPropertyLimit: 0 });
    await world.choose('services');
    await world.settle();
    expect(await world.problems()).toEqual(['project_records.no_room']);
    world.portal.crm.definitions('services').limit = 10;
    world.portal.createProperty('services', { name: 'erp_project_key', label: 'Key', type: 'string', fieldType: 'text' });
    world.pass(3_600_000);
    await world.settle();
    expect(await world.problems()).toEqual(['project_records.key_taken']);
    expect(world.records()).toEqual([]);
  });

  it('with room for some of our properties has the most important of them', async () => {
    await start({ customPropertyLimit: 2 });
    await world.choose('services');
    await world.settle();
    const [record] = world.records();
    expect(record!.properties).toMatchObject({ erp_project_key: 'memory:db-1:7', erp_project_status: 'in_progress' });
    expect(record!.properties).not.toHaveProperty('erp_tasks_done');
  });

  it('whose pipeline is kept from us gets its first stage, which is left alone afterwards', async () => {
    await start();
    world.hubspot.faults.next({ kind: 'status', status: 404, times: Infinity, match: /crm\/pipelines/ });
    await world.choose('services');
    await world.settle();
    const [record] = world.records();
    expect(record!.properties['hs_pipeline_stage']).toBe('8e2b21d0');
    expect((await world.view()).hasDoneStage).toBe(false);
    await world.store(done());
    await world.settle();
    expect(world.records()[0]!.properties).toMatchObject({ hs_pipeline_stage: '8e2b21d0', erp_project_status: 'done' });
  });
});

describe('a record of a project', () => {
  it('that somebody deleted is not made again, which is said; restored it is written as before', async () => {
    const id = await withRecord();
    world.portal.users.delete('services', id);
    await world.store(done());
    await world.settle();
    await world.dealIsDue();
    await world.settle();
    expect([world.records(), await world.problems()]).toEqual([[], ['project_record.deleted_in_hubspot']]);
    expect(await world.view()).toMatchObject({ objects: [{ object: 'services', toMake: 0, made: 0, deleted: 1 }, {}] });
    world.portal.users.restore('services', id);
    await world.dealIsDue();
    await world.settle();
    expect(world.portal.value('services', id, 'erp_project_status')).toBe('done');
    expect(await world.problems()).toEqual([]);
  });

  it('that was merged into another is the one that took it over', async () => {
    const id = await withRecord();
    const other = world.portal.users.create('services', { hs_name: 'Other', hs_pipeline_stage: '8e2b21d0' });
    const merged = world.portal.users.merge('services', other, id);
    await world.store(done());
    await world.settle();
    await world.settle();
    expect(world.records().map((record) => record.id)).toEqual([merged]);
    expect(world.portal.value('services', merged, 'erp_project_status')).toBe('done');
  });

  it('whose stage is gone keeps the rest, and its stage is looked up anew', async () => {
    const id = await withRecord();
    const stage = world.portal.crm.definitions('services').require('hs_pipeline_stage');
    stage.options = stage.options.filter(({ value }) => value !== 'de53e7d9');
    await world.store(done());
    await world.settle();
    expect(world.portal.record('services', id)!.properties).toMatchObject({ erp_project_status: 'done', hs_pipeline_stage: '600b692d' });
    expect(await world.problems()).toEqual([]);
    await world.dealIsDue();
    await world.settle();
    expect(world.records()).toHaveLength(1);
  });

  it('that HubSpot refuses is a problem of its own, and the others are made', async () => {
    await start();
    await world.order('43');
    await world.aDeal('Pipes', 'S43', 'Norte');
    await world.store(aProject({ id: '8', name: 'Second', orderId: '43' }));
    const isFirst = /batch\/upsert/;
    await world.choose('services');
    const body = { status: 'error', category: 'VALIDATION_ERROR', message: 'No.', correlationId: 'x' };
    world.hubspot.faults.next({ kind: 'status', status: 400, body, match: isFirst, times: 2 });
    await world.settle();
    expect(await world.problems()).toEqual(['project_record.refused']);
    expect(world.records()).toHaveLength(1);
    await world.dealIsDue();
    await world.settle();
    expect(world.records()).toHaveLength(1);
    await retryProblems(world.deps, world.scope.portalId, { code: 'project_record.refused', connectionId: world.scope.connectionId });
    await world.settle();
    expect([world.records().length, await world.problems()]).toEqual([2, []]);
  });

  it('beyond what the account allows stops them all with the way out', async () => {
    await start();
    const body = { status: 'error', category: 'VALIDATION_ERROR', message: 'You have reached the limit of records.', correlationId: 'x' };
    world.hubspot.faults.next({ kind: 'status', status: 400, body, match: /batch\/upsert/ });
    await world.choose('services');
    await world.settle();
    expect([world.records(), await world.problems()]).toEqual([[], ['project_records.full']]);
    world.pass(3_600_000);
    await world.settle();
    expect([world.records().length, await world.problems()]).toEqual([1, []]);
  });

  it('waits where HubSpot asks us to, and nothing is lost', async () => {
    await start();
    await world.choose('services');
    world.hubspot.faults.next({ kind: 'status', status: 429, match: /batch\/upsert/ });
    await expect(world.settle()).rejects.toMatchObject({ code: 'hubspot.rate_limited' });
    await world.settle();
    expect(world.records()).toHaveLength(1);
  });

  it('is tied to what is left where its deal was deleted', async () => {
    await start();
    world.portal.users.delete('deals', world.deal);
    await world.choose('services');
    await world.settle();
    const [record] = world.records();
    expect(world.portal.associatedIds('services', record!.id, 'deals')).toEqual([]);
  });
});
