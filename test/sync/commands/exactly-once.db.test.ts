import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError, RetryLaterError, TransientError } from '../../../server/shared/errors.ts';
import { lookAgain } from '../../../server/sync/commands/command-rows.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const ACME = { name: 'Acme SL', tax_id: 'B65410011', lifecyclestage: 'customer' };
const MINUTE = 60_000;

async function aWorld() {
  const world = await WritingWorld.start(db());
  await world.useRules({ companies: aRule({ createWhen: [QUALIFIED] }) });
  await world.settle();
  return world;
}

/** One qualified company whose command is planned, and nothing sent yet. */
async function anAskedCompany() {
  const world = await aWorld();
  const acme = await world.add('companies', ACME);
  return { world, acme };
}

const states = async (world: WritingWorld) => (await world.commands()).map(({ state }) => state);

describe('a customer is made once', () => {
  it('where the answer was lost before the ERP did anything: made after it can no longer be working on it', async () => {
    const { world } = await anAskedCompany();
    world.erp.ends.push('lost_before');
    const sentAt = world.now.getTime();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await states(world)).toEqual(['done']);
    expect(world.now.getTime() - sentAt).toBeGreaterThan(150_000);
    expect(world.erp.countOf('commands.run')).toBe(2);
  });

  it('where the answer was lost after it was made: found within seconds by its key', async () => {
    const { world } = await anAskedCompany();
    world.erp.ends.push('lost_after');
    const sentAt = world.now.getTime();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await states(world)).toEqual(['done']);
    expect(world.now.getTime() - sentAt).toBeLessThan(20_000);
    expect(world.erp.countOf('commands.run')).toBe(1);
  });

  it('where the ERP carries it out long after the call', async () => {
    const { world } = await anAskedCompany();
    world.erp.ends.push('late');
    await world.round();
    await world.round();
    expect(await states(world)).toEqual(['unknown']);
    world.pass(2 * MINUTE);
    await world.round();
    expect(await states(world)).toEqual(['unknown']);
    world.erp.commitLate();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await states(world)).toEqual(['done']);
  });

  it('where the ERP is busy, and then down: nothing was made, and it is sent again', async () => {
    const { world } = await anAskedCompany();
    world.erp.ends.push(
      new RetryLaterError('busy', { code: 'memory.busy', retryAt: new Date(world.now.getTime() + 30_000) }),
      new TransientError('down', { code: 'memory.down' }),
    );
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(world.erp.countOf('commands.run')).toBe(3);
  });

  it('where somebody copied it in the ERP, key and all: the first counts, and the copy is remarked upon', async () => {
    const { world } = await anAskedCompany();
    world.erp.ends.push('lost_after');
    await world.round();
    await world.round();
    world.erp.copy(world.erp.made()[0]!.id);
    await world.settle();
    expect(await world.commands()).toMatchObject([
      { state: 'done', result: { id: world.erp.made()[0]!.id }, waitingFor: 'command.copied', params: { count: 2 } },
    ]);
  });

  it('where the ERP has it although we know of no call, as after our own database was restored', async () => {
    const { world } = await anAskedCompany();
    await world.readInbox();
    const { key } = (await world.commands())[0]!;
    world.erp.edit('9', { name: 'Acme SL' }, { key });
    await world.settle();
    expect(world.erp.countOf('commands.run')).toBe(0);
    expect(await world.links()).toMatchObject([{ customerId: '9' }]);
  });

  it('where the process dies at any moment of it', async () => {
    let beats = 0;
    for (; beats < 400; beats++) {
      const world = await WritingWorld.start(db(), { portalId: 1000 + beats });
      await world.useRules({ companies: aRule({ createWhen: [QUALIFIED] }) });
      await world.pullOnce();
      await world.add('companies', ACME);
      await world.readInbox();
      await world.dieAfter(beats, () => world.runCommands());
      const hasDied = world.hasDied;
      await world.settle();
      expect([beats, world.erp.made().length, await states(world), (await world.links()).length]).toEqual([beats, 1, ['done'], 1]);
      if (!hasDied) break;
    }
    // It had lived to the end of it.
    expect(beats).toBeGreaterThan(20);
    expect(beats).toBeLessThan(400);
  });
});

describe('a customer that the ERP refuses', () => {
  it('for want of a right first, and then for what it says, is told as the latter alone', async () => {
    const { world, acme } = await anAskedCompany();
    world.erp.ends.push(new RecordRejectedError('No right', { code: 'erp.no_right_to_customers', params: { message: 'Not allowed.' } }));
    await world.settle();
    expect(await world.problems()).toEqual(['erp.no_right_to_customers']);
    world.erp.refuses = () => ['vat'];
    await world.edit('companies', acme, { tax_id: 'B78361219' });
    await world.settle();
    expect(await world.problems()).toEqual(['command.rejected']);
  });

  it('is told in its own words, and sent again when the record changes', async () => {
    const { world, acme } = await anAskedCompany();
    world.erp.refuses = ({ vat }) => (vat === 'B65410011' ? ['vat'] : []);
    await world.settle();
    expect(await world.commands()).toMatchObject([
      { state: 'rejected', waitingFor: 'command.refused', params: { message: 'That cannot be.', fields: 'vat' } },
    ]);
    expect(await world.problems()).toEqual(['command.rejected']);
    await world.edit('companies', acme, { tax_id: 'B78361219' });
    await world.settle();
    expect(await states(world)).toEqual(['done']);
    expect(world.erp.made()).toMatchObject([{ values: { vat: 'B78361219' } }]);
    expect(await world.problems()).toEqual([]);
  });

  it('is sent again when the person who mended the ERP says so, and by nobody else', async () => {
    const { world } = await anAskedCompany();
    world.erp.refuses = () => ['vat'];
    await world.settle();
    world.erp.refuses = () => [];
    world.pass(60 * MINUTE);
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    const { key } = (await world.commands())[0]!;
    await lookAgain(db(), world.scope.portalId, { filter: { keys: [key] }, states: ['rejected'], now: world.now });
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ key }]);
  });

  it('keeps no other one waiting', async () => {
    const { world } = await anAskedCompany();
    world.erp.refuses = ({ name }) => (name === 'Acme SL' ? ['name'] : []);
    await world.add('companies', { ...ACME, name: 'Beta', tax_id: 'B78361219' });
    await world.settle();
    expect((await states(world)).toSorted()).toEqual(['done', 'rejected']);
  });
});

describe('what fails in HubSpot', () => {
  it('neither delays nor pauses the connection to the ERP', async () => {
    const { world } = await anAskedCompany();
    await world.readInbox();
    const read = world.hubspot.batchRead.bind(world.hubspot);
    world.hubspot.batchRead = () =>
      Promise.reject(new RetryLaterError('limit', { code: 'hubspot.rate_limit', retryAt: new Date(world.now.getTime() + 10_000) }));
    await expect(world.runCommands()).rejects.toThrow('limit');
    const connection = await db()('erpConnections').where({ id: world.scope.connectionId }).first();
    expect(connection).toMatchObject({ notBefore: null, failures: 0, status: 'active' });
    world.hubspot.batchRead = read;
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });
});
