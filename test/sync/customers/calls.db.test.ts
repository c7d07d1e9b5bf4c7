import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { askFor } from '../../../server/sync/commands/command-rows.ts';
import { createByPerson } from '../../../server/sync/customers/create-by-person.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const QUALIFYING = { lifecyclestage: 'customer' };
const firm = (at: number) => ({ name: `Firm ${at}`, tax_id: `TAX-${1000 + at}`, ...QUALIFYING });

async function aWorld() {
  const world = await WritingWorld.start(db());
  await world.begin({ companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule({ createWhen: [QUALIFIED] }) });
  world.forgetCalls();
  return world;
}

const addFirms = async (world: WritingWorld, count: number): Promise<RecordId[]> => {
  const records: RecordId[] = [];
  for (let at = 0; at < count; at++) records.push(await world.add('companies', firm(at)));
  return records;
};
const namesOf = (world: WritingWorld) => world.erp.made().map(({ values }) => values['name']);
function hubspotCalls({ hubspot: { calls } }: WritingWorld): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { operation } of calls) counted[operation] = (counted[operation] ?? 0) + 1;
  return counted;
}
const erpCalls = ({ erp }: WritingWorld) =>
  Object.fromEntries(
    ['findAlike', 'commands.find', 'commands.run', 'fields.read', 'fields.write'].map((call) => [call, erp.countOf(call)]),
  );

describe('a hundred companies that qualify at once', () => {
  it('cost HubSpot four calls, and the ERP little more than one for each', async () => {
    const world = await aWorld();
    // However slow the machine is.
    world.deps.sliceMs = 600_000;
    await addFirms(world, 100);
    await world.settle();
    expect(world.erp.made()).toHaveLength(100);
    // The inbox, the commands and the first look at the fields read them; our own properties are written.
    expect(hubspotCalls(world)).toEqual({ batchRead: 3, batchUpdate: 1 });
    expect(erpCalls(world)).toEqual({ findAlike: 5, 'commands.find': 5, 'commands.run': 100, 'fields.read': 1, 'fields.write': 0 });
  });

  it('are looked up by no key where the ERP itself makes only one of a key', async () => {
    const world = await aWorld();
    world.erp.capabilities = { ...world.erp.capabilities, commands: { ...world.erp.capabilities.commands!, isIdempotent: true } };
    await addFirms(world, 3);
    await world.settle();
    expect(world.erp.made()).toHaveLength(3);
    expect(erpCalls(world)['commands.find']).toBe(0);
  });

  it('are made one by one where one of them cannot be read with the others', async () => {
    const world = await aWorld();
    const records = await addFirms(world, 3);
    await world.readInbox();
    const { batchRead } = world.hubspot;
    world.hubspot.batchRead = async (objectType, request) => {
      if (request.ids.includes(records[1]!)) throw new TransientError('That one cannot be read', { code: 'hubspot.broken' });
      return batchRead.call(world.hubspot, objectType, request);
    };
    for (let round = 0; round < 5; round++) {
      await world.runCommands().catch(() => undefined);
      world.pass(60_000);
    }
    expect(namesOf(world)).toEqual(['Firm 0', 'Firm 2']);
    expect((await world.commands()).map(({ state }) => state).toSorted()).toEqual(['done', 'done', 'planned']);
  });
});

describe('one company that qualifies', () => {
  it('costs HubSpot four calls and the ERP four, and carries our key within a second', async () => {
    const world = await aWorld();
    const record = await world.add('companies', firm(1));
    const before = world.now.getTime();
    let waits: number | null = 0;
    while (waits !== null && world.hubspot.get('companies', record)['erp_customer_key'] === undefined) {
      waits = await world.round();
      if (waits) world.pass(waits);
    }
    expect(world.hubspot.get('companies', record)['erp_customer_key']).toContain(world.erp.made()[0]!.id);
    expect(world.now.getTime() - before).toBeLessThan(1_000);
    await world.settle();
    expect(hubspotCalls(world)).toEqual({ batchRead: 3, batchUpdate: 1 });
    expect(erpCalls(world)).toEqual({ findAlike: 1, 'commands.find': 1, 'commands.run': 1, 'fields.read': 1, 'fields.write': 0 });
  });

  it('that a person asked for waits for none that a rule asked for, and is read alone', async () => {
    const world = await aWorld();
    const records = Array.from({ length: 4 }, (_, at) => world.hubspot.add('companies', firm(at)));
    const { scope, now } = world;
    for (const recordId of records.slice(0, 3))
      await askFor(db(), {
        ...scope,
        name: 'createCustomer',
        objectType: 'companies',
        recordId,
        askedBy: { kind: 'rule', property: 'x' },
        now,
      });
    let isAsked = false;
    world.erp.meanwhile = async () => {
      if (isAsked) return;
      isAsked = true;
      await createByPerson({ ...world.deps, db: db() }, { ...scope, objectType: 'companies', recordId: records[3]! }, 5);
    };
    await world.settle();
    expect(namesOf(world)).toEqual(['Firm 0', 'Firm 3', 'Firm 1', 'Firm 2']);
    const sizes = world.hubspot.calls.filter(({ operation }) => operation === 'batchRead').map(({ size }) => size);
    expect(sizes.slice(0, 2)).toEqual([3, 1]);
  });
});

describe('what was read ahead', () => {
  /** While the first is made, so much time passes and the others are edited. */
  async function editedMeanwhile(afterMs: number) {
    const world = await aWorld();
    const [, second, third] = await addFirms(world, 3);
    await world.readInbox();
    let isFirst = true;
    world.erp.meanwhile = async () => {
      if (!isFirst) return;
      isFirst = false;
      world.pass(afterMs);
      world.hubspot.edit('companies', second!, { name: 'Renamed' });
      world.hubspot.edit('companies', third!, { lifecyclestage: 'lead' });
    };
    await world.runCommands();
    return world;
  }

  it('is read anew after seconds, before anything is made of it', async () => {
    const world = await editedMeanwhile(5_000);
    expect(namesOf(world)).toEqual(['Firm 0', 'Renamed']);
    expect((await world.commands()).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'done', 'done']);
  });

  it('is used within seconds', async () => {
    expect(namesOf(await editedMeanwhile(4_000))).toEqual(['Firm 0', 'Firm 1', 'Firm 2']);
  });

  it('is read anew where the rules changed', async () => {
    const world = await aWorld();
    await addFirms(world, 2);
    await world.readInbox();
    let isFirst = true;
    world.erp.meanwhile = async () => {
      if (isFirst) await world.useRules({ companies: aRule({ createWhen: [QUALIFIED], defaults: { x_note: 'From HubSpot' } }) });
      if (isFirst) await db()('customerRules').increment('revision', 1);
      isFirst = false;
    };
    await world.runCommands();
    expect(world.erp.made().map(({ values }) => values['x_note'] ?? null)).toEqual([null, 'From HubSpot']);
    expect(world.hubspot.calls.filter(({ operation }) => operation === 'batchRead').map(({ size }) => size)).toEqual([2, 2, 1]);
  });

  it('does not hide that the one before is the same', async () => {
    const world = await aWorld();
    const people = [1, 2].map((at) => world.hubspot.add('contacts', { firstname: 'Ana', lastname: `${at}`, email: 'ana@acme.mx', tax_id: `TAX-100${at}`, ...QUALIFYING })); // prettier-ignore
    for (const recordId of people) await world.hear('contacts', recordId);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect((await world.commands()).map(({ state, waitingFor }) => [state, waitingFor]).toSorted()).toEqual([
      ['done', null],
      ['waiting', 'command.waiting_review'],
    ]);
  });
});
