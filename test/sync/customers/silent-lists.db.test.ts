import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { askToCreate } from '../../support/asking.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aListWorld, made } from '../../support/list-members.ts';

const db = useTestDatabase();
const MINUTE_MS = 60_000;

describe('while HubSpot does not say which lists records are in', () => {
  const silence = async () => {
    const { world, rules, members, firms } = await aListWorld(db());
    const stage = { property: 'lifecyclestage', values: ['customer'] };
    await world.begin({ ...rules, companies: { ...rules.companies, createWhen: [...rules.companies.createWhen, stage] } });
    members.add(firms[0]!);
    return { world, firms, members };
  };
  const waiting = async () =>
    (await db()('inbox').orderBy('recordId').select<{ recordId: RecordId }[]>('recordId')).map((one) => one.recordId);

  it('only what a list decides waits, ever longer, and everything else of the inbox goes on', async () => {
    const { world, firms } = await silence();
    world.hubspot.isSilentOnLists = true;
    world.hubspot.edit('companies', firms[1]!, { lifecyclestage: 'customer' });
    for (const id of firms.slice(0, 3)) await world.edit('companies', id, { phone: '55' });
    await world.readInbox();
    expect(await waiting()).toEqual([firms[0], firms[2]]);
    await world.settle();
    expect(made(world)).toEqual(['Firm 1']);
    const left = async () =>
      ((await db()('inbox').first<{ receivedAt: Date }>('receivedAt')).receivedAt.getTime() - world.now.getTime()) / MINUTE_MS;
    const gaps = [];
    for (let look = 0; look < 6; look++) {
      gaps.push(Math.round(await left()));
      world.pass(gaps.at(-1)! * MINUTE_MS);
      await world.readInbox();
    }
    expect(gaps.slice(1)).toEqual([2, 4, 8, 15, 15]);
    world.hubspot.isSilentOnLists = false;
    world.pass(15 * MINUTE_MS);
    await world.readInbox();
    await world.settle();
    expect([made(world), await waiting()]).toEqual([['Firm 1', 'Firm 0'], []]);
  });

  it('it is asked once a minute, and people see it after a while', async () => {
    const { world, firms } = await silence();
    const lists = world.hubspot.listReads;
    lists.length = 0;
    world.hubspot.isSilentOnLists = true;
    const look = async () => {
      for (const id of firms.slice(0, 2)) await world.edit('companies', id, { phone: '55' });
      await world.readInbox();
      await world.edit('companies', firms[2]!, { phone: '55' });
      await world.readInbox();
    };
    await look();
    expect([lists.length, await waiting()]).toEqual([1, firms.slice(0, 3)]);
    for (const asked of [2, 3]) {
      world.pass(MINUTE_MS);
      await look();
      expect([lists.length, await world.problems()]).toEqual([asked, []]);
    }
    world.pass(MINUTE_MS);
    await look();
    expect(await world.problems()).toEqual(['customers.lists_silent']);
    world.hubspot.isSilentOnLists = false;
    world.pass(MINUTE_MS);
    await look();
    expect([await waiting(), await world.problems()]).toEqual([[], []]);
  });

  it('what was put off comes after what never had its turn', async () => {
    const { world, firms } = await silence();
    world.hubspot.isSilentOnLists = true;
    await world.edit('companies', firms[0]!, { phone: '55' });
    await world.readInbox();
    await world.edit('companies', firms[1]!, { phone: '55' });
    world.pass(2 * MINUTE_MS);
    const read = world.hubspot.batchRead.bind(world.hubspot);
    const batches: string[][] = [];
    world.hubspot.batchRead = async (type, request) => (batches.push([...request.ids]), read(type, request));
    await world.readInbox();
    expect(batches).toEqual([[firms[1]], [firms[0]]]);
  });

  it('a refusal is no silence: nothing waits for what never comes', async () => {
    const { world, firms } = await silence();
    world.hubspot.membershipsOf = async () => {
      throw new RecordRejectedError('No', { code: 'hubspot.refused' });
    };
    await world.edit('companies', firms[0]!, { phone: '55' });
    await expect(world.readInbox()).rejects.toMatchObject({ code: 'hubspot.refused' });
  });

  it('what a person asks for is made without a question about lists', async () => {
    const { world, firms } = await silence();
    world.hubspot.listReads.length = 0;
    const askedBy = { kind: 'person', userId: 5 } as const;
    await askToCreate(db(), world, { objectType: 'companies', recordId: firms[3]!, askedBy });
    await world.runCommands();
    expect([made(world), world.hubspot.listReads]).toEqual([['Firm 3'], []]);
  });

  it('a dry run does not count them among those that meet no condition, and goes on when it is told', async () => {
    const { world, rules, firms } = await aListWorld(db(), { there: 1 });
    world.hubspot.untold.add(firms[0]!);
    await expect(world.preview(rules)).rejects.toMatchObject({ code: 'hubspot.failing' });
    world.hubspot.untold.clear();
    await world.settle();
    expect(await world.previewed()).toEqual({ create: 1, left_out: 3 });
  });

  it('those it says nothing of wait, and the others of that answer do not', async () => {
    const { world, firms, members } = await silence();
    members.add(firms[1]!);
    world.hubspot.untold.add(firms[0]!);
    for (const id of firms) await world.edit('companies', id, { phone: '55' });
    await world.readInbox();
    expect(await waiting()).toEqual([firms[0]]);
    await world.settle();
    expect(made(world)).toEqual(['Firm 1']);
  });

  it('what was asked for by a list waits as well, and is made afterwards', async () => {
    const { world, firms } = await silence();
    await world.edit('companies', firms[0]!, { phone: '55' });
    await world.readInbox();
    world.hubspot.isSilentOnLists = true;
    world.hubspot.edit('companies', firms[1]!, { lifecyclestage: 'customer' });
    await world.edit('companies', firms[1]!, { phone: '55' });
    await world.readInbox();
    await world.runCommands();
    expect(made(world)).toEqual(['Firm 1']);
    expect((await world.commands()).map(({ state, waitingFor }) => [state, waitingFor])).toContainEqual([
      'planned',
      'command.waiting_lists',
    ]);
    world.hubspot.isSilentOnLists = false;
    world.pass(MINUTE_MS);
    await world.settle();
    expect(made(world)).toEqual(['Firm 1', 'Firm 0']);
  });
});
