import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { askFor } from '../../../server/sync/commands/command-rows.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
// Nothing by which matching would find it.
const ACME = { name: 'Acme SL', lifecyclestage: 'customer' };
const RULES = { companies: aRule({ createWhen: [QUALIFIED] }) };

async function aWorld(): Promise<WritingWorld> {
  const world = await WritingWorld.start(db());
  await world.useRules(RULES);
  await world.settle();
  return world;
}

const states = async (world: WritingWorld) => (await world.commands()).map(({ state }) => state);
const made = (world: WritingWorld) => world.erp.made().map(({ id, key }) => [id, key]);

/** The administrator connects the ERP again and approves the same rules. */
async function connectAgain(world: WritingWorld): Promise<void> {
  await world.connectAgain();
  await world.useRules(RULES);
}

const press = (world: WritingWorld, recordId: RecordId): Promise<string> =>
  db().transaction((trx) => {
    const askedBy = { kind: 'person', userId: 5 } as const;
    return askFor(trx, { ...world.scope, name: 'createCustomer', objectType: 'companies', recordId, askedBy, now: world.now });
  });

describe('an ERP that is disconnected while a customer is being made, and connected again,', () => {
  it.each(['lost_after', 'lost_before'] as const)('has it once, whatever became of the answer: %s', async (end) => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    world.erp.ends.push(end);
    await world.readInbox();
    await world.runCommands().catch(() => undefined);
    const [before] = await world.commands();
    expect(before).toMatchObject({ state: 'unknown' });
    await world.disconnect();
    expect(await db()('commands').select()).toEqual([]);
    await connectAgain(world);
    await world.tell('companies', acme, ACME);
    await world.settle();
    expect(made(world)).toEqual([[world.erp.made()[0]!.id, before!.key]]);
    expect(await states(world)).toEqual(['done']);
    expect(await world.links()).toMatchObject([{ recordId: acme, rule: 'created' }]);
  });

  it('has it once although it works on it until after it is connected again', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    world.erp.ends.push('late');
    await world.readInbox();
    await world.runCommands().catch(() => undefined);
    await world.disconnect();
    await connectAgain(world);
    await world.tell('companies', acme, ACME);
    await world.readInbox();
    await world.runCommands();
    expect(await states(world)).toEqual(['unknown']);
    world.erp.commitLate();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await world.links()).toMatchObject([{ recordId: acme, customerId: world.erp.made()[0]!.id }]);
  });

  it('is not sent what was only planned', async () => {
    const world = await aWorld();
    await world.add('companies', ACME);
    world.erp.meanwhile = async () => {
      throw new Error('nothing was to be sent');
    };
    await world.readInbox();
    await world.disconnect();
    await world.runCommands();
    expect(world.erp.made()).toEqual([]);
  });

  it('looks up the newest key of the record, and gives none of them again', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.settle();
    const first = world.erp.made()[0]!;
    world.erp.edit(first.id, { name: 'Somebody else' });
    await world.settle();
    await db()('links').delete();
    const second = await press(world, acme);
    world.erp.ends.push('lost_after');
    await world.runCommands().catch(() => undefined);
    await world.disconnect();
    await connectAgain(world);
    expect(await press(world, acme)).toBe(second);
    await world.settle();
    expect(made(world).map(([, key]) => key)).toEqual([first.key, second]);
    expect(await world.links()).toContainEqual({ recordId: acme, customerId: world.erp.made()[1]!.id, rule: 'created' });
  });

  it('keeps its numbers apart from those of another ERP that is asked meanwhile', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.settle();
    const { key } = (await world.commands())[0]!;
    await world.disconnect();
    world.erp.identity = { ...world.erp.identity, key: 'memory:other' };
    await world.connectAgain();
    expect(await press(world, acme)).toBe(key.replace(/1$/, '2'));
  });
});

describe('what a disconnected ERP was asked', () => {
  it('moves with a record that is merged, and is forgotten with a person', async () => {
    const world = await WritingWorld.start(db());
    await world.useRules({ contacts: aPersonRule({ createWhen: [QUALIFIED] }) });
    const [ana, twin] = [
      await world.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@acme.es', lifecyclestage: 'customer' }),
      world.hubspot.add('contacts', { firstname: 'Ana' }),
    ];
    await world.settle();
    await world.disconnect();
    expect(await db()('formerCommands').select('recordId', 'state')).toEqual([{ recordId: ana, state: 'done' }]);
    const merged = world.hubspot.merge('contacts', ana, twin);
    await world.hear('contacts', ana);
    await world.readInbox();
    expect(await db()('formerCommands').select('recordId')).toEqual([{ recordId: merged }]);
    await forgetContact(world.deps, { portalId: world.scope.portalId }, merged);
    expect(await db()('formerCommands').select()).toEqual([]);
  });
});
