import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { decideArchivals } from '../../../server/sync/archiving/person-decisions.ts';
import { retryCommands } from '../../../server/sync/commands/person-commands.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { anArchivingWorld } from '../../support/archiving.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const MINUTE = 60_000;

describe('a record deleted in HubSpot', () => {
  it('leaves the ERP as it is where nobody chose otherwise', async () => {
    const world = await anArchivingWorld(db(), {});
    await world.deleteInHubSpot(await world.acme());
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toEqual([]);
  });

  it('archives its customer in the ERP ten minutes later, by a command, and nothing comes back', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    const deletedAt = world.writing.now.getTime();
    await world.deleteInHubSpot(record);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(false);
    expect(world.writing.now.getTime() - deletedAt).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(await world.writing.commands()).toMatchObject([{ state: 'done', recordId: record, result: { id: '1', isChanged: true } }]);
    expect(await world.rows()).toEqual([{ side: 'erp', customerId: '1', recordId: record, state: 'done', reason: null }]);
    expect(await world.writing.problems()).toEqual([]);
    world.writing.forgetCalls();
    await world.writing.settle();
    expect(world.writing.erp.countOf('commands.run')).toBe(0);
  });

  it('archives nothing where changing fields of the ERP was not approved', async () => {
    const world = await anArchivingWorld(db());
    await db()('customerRules').update({ writes: JSON.stringify({ creates: true, updatesErp: false, updatesHubSpot: true }) });
    await world.deleteInHubSpot(await world.acme());
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
  });

  it('archives nothing when it is restored within these ten minutes', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.deleteInHubSpot(record);
    await world.writing.round();
    expect(await world.rows()).toMatchObject([{ state: 'noticed' }]);
    await world.restoreInHubSpot(record);
    await world.writing.settle();
    world.writing.pass(20 * MINUTE);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toEqual([]);
    expect(await world.writing.links()).toMatchObject([{ customerId: '1', recordId: record }]);
  });

  it('takes the customer back into use when it is restored later', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.deleteInHubSpot(record);
    await world.writing.settle();
    await world.restoreInHubSpot(record);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toEqual([]);
    // A block is taken back only where the archiving set it.
    const [archived, restored] = await world.writing.commands();
    expect([archived, restored]).toMatchObject([
      { state: 'done', result: { hasBlocked: true } },
      { state: 'done', input: { isActive: true, hasBlocked: true } },
    ]);
  });

  it('takes nothing back into use that somebody else archived', async () => {
    const world = await anArchivingWorld(db(), { whenDeletedInHubSpot: 'archive' });
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.deleteInHubSpot(record);
    await world.writing.settle();
    await world.restoreInHubSpot(record);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(false);
    expect(await world.writing.commands()).toEqual([]);
  });

  it('takes nothing back into use that was put back and archived again in the ERP since', async () => {
    const world = await anArchivingWorld(db(), { whenDeletedInHubSpot: 'archive' });
    const record = await world.acme();
    await world.deleteInHubSpot(record);
    await world.writing.settle();
    await world.setActiveInErp('1', true);
    await world.setActiveInErp('1', false);
    await world.restoreInHubSpot(record);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(false);
  });

  it('leaves a customer in use that is another record, too', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    const contact = world.writing.hubspot.add('contacts', { email: 'ana@acme.es' });
    await world.writing.link('contacts', '1', contact);
    await world.deleteInHubSpot(record);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toEqual([]);
  });

  it('archives nobody because somebody asked to be forgotten, whichever of the two HubSpot tells first', async () => {
    const world = await anArchivingWorld(db());
    const { writing } = world;
    const contact = await writing.linked('contacts', { email: 'ana@acme.es' }, { name: 'Ana', email: 'ana@acme.es' }, '5');
    await writing.settle();
    await world.deleteInHubSpot(contact, 'contacts');
    await writing.round();
    expect(await world.rows()).toHaveLength(1);
    await forgetContact(writing.deps, writing.scope, contact);
    writing.pass(20 * MINUTE);
    await writing.settle();
    expect(await world.rows()).toEqual([]);
    expect(writing.erp.isActive('5')).toBe(true);
  });
});

describe('a customer with unsettled invoices', () => {
  async function anOwingCustomer() {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    world.writing.erp.set('invoices', anInvoice({ id: 'i1', customerId: '1' }));
    await world.writing.pullOnce();
    await world.deleteInHubSpot(record);
    await world.writing.settle();
    return { world, record };
  }
  const decide = (world: Awaited<ReturnType<typeof anOwingCustomer>>['world'], answer: 'archive' | 'keep') =>
    decideArchivals(world.writing.deps, world.writing.scope, { side: 'erp', customers: null, answer, userId: 5 });

  it('stays in use, and a person is told why', async () => {
    const { world } = await anOwingCustomer();
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toMatchObject([{ state: 'held', reason: 'archival.erp_open_invoices' }]);
    expect(await world.writing.problems()).toEqual(['archival.erp_open_invoices']);
  });

  it('is archived when a person says so all the same', async () => {
    const { world } = await anOwingCustomer();
    await decide(world, 'archive');
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(false);
    expect(await world.writing.problems()).toEqual([]);
    expect(await db()('commands').select('askedBy')).toEqual([{ askedBy: { kind: 'person', userId: 5 } }]);
  });

  it('stays in use when a person says so, and nobody is asked again', async () => {
    const { world } = await anOwingCustomer();
    await decide(world, 'keep');
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toMatchObject([{ customerId: '1', state: 'kept', reason: null }]);
    expect(await world.writing.problems()).toEqual([]);
    await expect(decide(world, 'keep')).rejects.toThrow('Nothing waits');
  });

  it('is nobody’s question any more when its record is restored', async () => {
    const { world, record } = await anOwingCustomer();
    await world.restoreInHubSpot(record);
    await world.writing.settle();
    expect(await world.rows()).toEqual([]);
    expect(await world.writing.problems()).toEqual([]);
  });

  it('is noticed up to the last moment: also what was invoiced after it was planned', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.deleteInHubSpot(record);
    world.writing.erp.ends.push('lost_before');
    await world.writing.settle(async () => {
      const wait = await world.writing.round();
      const asked = (await world.writing.commands()).some(({ state }) => state === 'unknown');
      if (asked) world.writing.erp.set('invoices', anInvoice({ id: 'i1', customerId: '1' }));
      return wait;
    });
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toMatchObject([{ state: 'held', reason: 'archival.erp_open_invoices' }]);
    expect((await world.writing.commands()).map(({ state }) => state)).toEqual(['cancelled']);
  });
});

describe('the command that archives', () => {
  it.each(['lost_before', 'lost_after'] as const)(
    'is done again when its answer was lost (%s), and the customer is known as ours',
    async (end) => {
      const world = await anArchivingWorld(db());
      const record = await world.acme();
      await world.deleteInHubSpot(record);
      world.writing.erp.ends.push(end);
      await world.writing.settle();
      expect(world.writing.erp.isActive('1')).toBe(false);
      expect(world.writing.erp.countOf('commands.find')).toBe(0);
      expect(await world.rows()).toMatchObject([{ state: 'done' }]);
      await world.restoreInHubSpot(record);
      await world.writing.settle();
      expect(world.writing.erp.isActive('1')).toBe(true);
    },
  );

  it('that the ERP carries out long after its record was restored does not have the last word', async () => {
    const world = await anArchivingWorld(db());
    const { writing } = world;
    const record = await world.acme();
    await world.deleteInHubSpot(record);
    writing.erp.ends.push('late');
    await writing.round();
    writing.pass(10 * MINUTE + 1);
    await writing.round();
    expect(await writing.commands()).toMatchObject([{ state: 'unknown', waitingFor: 'command.change_unknown' }]);
    await world.restoreInHubSpot(record);
    await writing.round();
    writing.erp.commitLate();
    await writing.settle();
    expect(writing.erp.isActive('1')).toBe(true);
    expect((await writing.commands()).map(({ state }) => state).sort()).toEqual(['cancelled', 'done']);
  });

  async function aRefusedOne() {
    const world = await anArchivingWorld(db());
    await world.deleteInHubSpot(await world.acme());
    world.writing.erp.ends.push(new RecordRejectedError('No', { code: 'memory.refused', params: { message: 'Linked to a user.' } }));
    await world.writing.settle();
    expect(await world.writing.commands()).toMatchObject([{ state: 'rejected', waitingFor: 'memory.refused' }]);
    expect(await world.writing.problems()).toEqual(['command.archiving_rejected']);
    expect(world.writing.erp.isActive('1')).toBe(true);
    return world;
  }

  it('that the ERP refuses is a problem, and goes on when a person retries', async () => {
    const { writing } = await aRefusedOne();
    const { key } = (await writing.commands())[0]!;
    const { portalId, connectionId } = writing.scope;
    await retryCommands(writing.deps, portalId, { keys: [key], owner: { connectionId }, userId: 5 });
    await writing.settle();
    expect(writing.erp.isActive('1')).toBe(false);
    expect(await writing.problems()).toEqual([]);
  });

  it('that the ERP refuses is given up when a person leaves the customer in use', async () => {
    const { writing } = await aRefusedOne();
    const customers = [{ objectType: 'companies' as const, customerId: erpRecordId('1') }];
    await decideArchivals(writing.deps, writing.scope, { side: 'erp', customers, answer: 'keep', userId: 5 });
    await writing.settle();
    expect(writing.erp.isActive('1')).toBe(true);
    expect((await writing.commands()).map(({ state }) => state)).toEqual(['cancelled']);
    expect(await writing.problems()).toEqual([]);
  });
});

describe('many records deleted at once', () => {
  async function deleteMany(count: number) {
    const world = await anArchivingWorld(db());
    const records: RecordId[] = [];
    for (let id = 1; id <= count; id++)
      records.push(await world.writing.linked('companies', { name: `Acme ${id}` }, { name: `Acme ${id}` }, String(id)));
    await world.writing.settle();
    for (const record of records) await world.deleteInHubSpot(record);
    await world.writing.settle();
    const active = () => records.filter((_none, at) => world.writing.erp.isActive(String(at + 1))).length;
    return { world, records, active };
  }

  it('archive nothing in the ERP before a person agrees, and then all', async () => {
    const { world, active } = await deleteMany(21);
    expect(active()).toBe(21);
    expect(await world.writing.problems()).toEqual(['archival.many_erp']);
    expect(await world.writing.commands()).toEqual([]);
    await decideArchivals(world.writing.deps, world.writing.scope, { side: 'erp', customers: null, answer: 'archive', userId: 5 });
    await world.writing.settle();
    expect(active()).toBe(0);
    expect(await world.writing.problems()).toEqual([]);
  });

  it('archive nothing when a person says that they stay', async () => {
    const { world, active } = await deleteMany(21);
    await decideArchivals(world.writing.deps, world.writing.scope, { side: 'erp', customers: null, answer: 'keep', userId: 5 });
    await world.writing.settle();
    expect(active()).toBe(21);
    expect(new Set((await world.rows()).map(({ state }) => state))).toEqual(new Set(['kept']));
    expect(await world.writing.problems()).toEqual([]);
  });

  it('of twenty no person is asked', async () => {
    const { world, active } = await deleteMany(20);
    expect(active()).toBe(0);
    expect(await world.writing.problems()).toEqual([]);
  });
});
