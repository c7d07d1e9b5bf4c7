import { describe, expect, it } from '@jest/globals';
import { connectionId, line } from '../support/customers-app.ts';
import { companyCard, erp, liveRules, press, run, show, useCustomerCards } from '../support/customer-cards.ts';
import { aConnection } from '../support/portal-rows.ts';
import { ask, company, hubspot, REP, settle } from '../support/settings-app.ts';

const database = useCustomerCards();

const linked = (over: object = {}) => ({ connectionId, customerId: '1', ...over });

describe('who may make and decide', () => {
  it('is who sees amounts, on companies and contacts of the own portal', async () => {
    await liveRules();
    const bodies = {
      create: { connectionId },
      retry: { key: 'x' },
      decide: linked({ property: 'phone', answer: 'erp' }),
      undo: { changeId: '1' },
      freeze: linked({ property: null, isFrozen: true }),
    };
    const onDeal = { objectTypeId: '0-3', objectId: '5' };
    // On a deal it means whoever buys, of whom the rules of orders speak.
    const refusals: Record<string, RegExp> = { create: /order\.no_rules/ };
    for (const [path, body] of Object.entries(bodies)) await press(path, body, onDeal).expect(400, refusals[path] ?? /objectTypeId/);
    await ask(`/customer?${new URLSearchParams(onDeal)}`, { pages: '/cards' }).expect(400);
    const theirs = await aConnection(database(), { portalId: 8, identityKey: 'memory:db-2' });
    for (const path of ['create', 'decide', 'freeze'] as const)
      await press(path, { ...bodies[path], connectionId: theirs.connectionId }).expect(404, /not_found/);
    await press('retry', { key: 'HS-NO' }).expect(404, /not_found/);
    await press('undo', { changeId: '99' }).expect(404, /not_found/);
    await press('undo', { changeId: '1 or 1=1' }).expect(400, /changeId/);
    await press('freeze', linked({ property: 'nickname', isFrozen: true })).expect(404, /not_found/);
    await ask('/portal', { body: { amounts: { visibleTo: 'some', userEmails: ['boss@acme.test'], teamIds: [] } } }).expect(200);
    for (const [path, body] of Object.entries(bodies)) await press(path, body).expect(403, /amounts.not_allowed/);
    await ask(`/customer?${new URLSearchParams(companyCard(company))}`, { pages: '/cards', as: REP }).expect(403);
  });
});

describe('the fields of a customer', () => {
  const held = () => ({ hubspot: hubspot.get('companies', company as never)['phone'], erp: erp.holds('1', 'phone') });
  const changeAtErp = async (phone: string) => {
    erp.edit('1', { phone });
    await run('pull');
    await settle(1);
  };

  it('are shown although another ERP, of which nothing is kept in step, was linked before', async () => {
    await liveRules();
    const other = await aConnection(database(), { identityKey: 'memory:db-2' });
    const link = { objectType: 'companies', customerId: '7', recordId: company, state: 'active', rule: 'tax_id' };
    await database()('links').insert({ ...other, ...link, linkedAt: new Date('2020-01-01T00:00:00Z') });
    expect((await show()).pairs).toMatchObject([{ connectionId, customerId: '1' }]);
  });

  it('keep the words of their fields after a stop', async () => {
    await liveRules();
    await database()('customerRules').update({ draft: database().raw('live'), live: null });
    const { labels, changes, pairs } = await show();
    expect([pairs, changes.length]).toEqual([[], 1]);
    expect(labels).toMatchObject({ phone: 'The phone', vat: 'vat' });
  });

  it('show what is kept in step, and what became of it', async () => {
    await liveRules();
    const { pairs, changes, labels, conflicts } = await show();
    expect(pairs).toEqual([
      {
        ...{ connectionId, customerId: '1', isFrozen: false, frozen: [], isDue: false, refused: [], waits: [], warnings: [] },
        // HubSpot calls it otherwise, and only an empty name is filled.
        differs: [{ property: 'name', since: expect.any(String), rule: 'fill_if_empty', by: null }],
        properties: ['name', 'tax_id', 'phone'],
      },
    ]);
    expect(labels).toMatchObject({ phone: 'The phone', vat: 'vat' });
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([
      { property: 'phone', field: 'phone', writtenTo: 'hubspot', before: null, after: '+34 911', by: null, canUndo: true, customerId: '1' },
    ]);
  });

  it('of a tax id that nobody can check are worth a look, though both sides agree', async () => {
    erp.edit('1', { vat: 'BNU150312AB8' });
    hubspot.edit('companies', company as never, { tax_id: 'BNU150312AB8' });
    await liveRules();
    const reason = { code: 'customer.tax_id_check_digit', params: { taxId: 'BNU150312AB8' } };
    expect((await show()).pairs).toMatchObject([{ warnings: [{ property: 'tax_id', reason }] }]);
  });

  it('of which a person is asked are decided on the card', async () => {
    hubspot.edit('companies', company as never, { phone: '+34 922' });
    await liveRules({ mapping: [line('phone', 'phone', { rule: 'ask' })] });
    expect((await show()).conflicts).toMatchObject([{ customerId: '1', property: 'phone', hubspot: '+34 922', erp: '+34 911' }]);
    await press('decide', linked({ property: 'phone', answer: 'hubspot' }), companyCard('12345')).expect(404);
    await press('decide', linked({ property: 'phone', answer: 'hubspot' })).expect(200);
    const decided = await show();
    expect([decided.conflicts, decided.pairs[0]?.isDue]).toEqual([[], true]);
    await settle();
    expect(held()).toEqual({ hubspot: '+34 922', erp: '+34 922' });
    expect((await show()).changes).toMatchObject([{ writtenTo: 'erp', rule: 'person', by: REP.userEmail, lost: '+34 911' }]);
  });

  it('say who edited, by the address that the account has for the user now', async () => {
    await liveRules();
    hubspot.edit('companies', company as never, { phone: '+34 922' }, { userId: REP.userId });
    await database()('fieldPairs').update({ dueRevision: database().raw('due_revision + 1') });
    await run('fields');
    const editedBy = { hubspot: { kind: 'user', name: REP.userEmail, at: expect.any(String) }, erp: null };
    expect((await show()).changes[0]).toMatchObject({ writtenTo: 'erp', after: '+34 922', editedBy, undoneAt: null, undoRefused: null });
    await database()('portalUsers').delete();
    expect((await show()).changes[0]?.editedBy.hubspot).toMatchObject({ kind: 'user', name: null });
  });

  it('are put back once, in the name of who presses', async () => {
    await liveRules();
    await changeAtErp('+34 999');
    const [newest, oldest] = (await show()).changes;
    expect([newest, oldest].map((change) => [change?.after, change?.canUndo])).toEqual([
      ['+34 999', true],
      ['+34 911', false],
    ]);
    await press('undo', { changeId: oldest!.id }).expect(400, /field.not_undoable/);
    const twice = await Promise.all([0, 1].map(() => press('undo', { changeId: newest!.id })));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 400]);
    await settle();
    expect(held()).toEqual({ hubspot: '+34 911', erp: '+34 999' });
    const [undo, undone] = (await show()).changes;
    expect(undo).toMatchObject({ rule: 'undo', by: REP.userEmail, before: '+34 999', after: '+34 911' });
    expect(undone).toMatchObject({ id: newest!.id, canUndo: false, undoneAt: expect.any(String) });
    const differs = { property: 'phone', rule: 'undo', by: REP.userEmail, since: expect.any(String) };
    expect((await show()).pairs).toMatchObject([{ isDue: false, differs: [{ property: 'name', rule: 'fill_if_empty' }, differs] }]);
    await press('undo', { changeId: newest!.id }).expect(400, /field.not_undoable/);
    await settle(600);
    expect(held()).toEqual({ hubspot: '+34 911', erp: '+34 999' });
  });

  it('cannot be put back where a person edited since, or the rules no longer write', async () => {
    await liveRules();
    const [change] = (await show()).changes;
    await liveRules({ mapping: [line('phone', 'phone', { direction: 'to_erp', rule: 'fill_if_empty' })] });
    expect((await show()).changes[0]).toMatchObject({ id: change!.id, canUndo: false });
    await press('undo', { changeId: change!.id }).expect(400, /field.not_undoable/);
  });

  it('are left alone one by one or all, until somebody takes that back', async () => {
    await liveRules();
    await press('freeze', linked({ property: 'phone', isFrozen: true })).expect(200);
    await press('freeze', linked({ property: 'phone', isFrozen: true })).expect(200);
    expect((await show()).pairs).toMatchObject([{ frozen: ['phone'], isFrozen: false, isDue: true }]);
    await changeAtErp('+34 999');
    expect(held().hubspot).toBe('+34 911');
    await press('freeze', linked({ property: 'phone', isFrozen: false })).expect(200);
    await settle();
    expect(held().hubspot).toBe('+34 999');
    await press('freeze', linked({ property: null, isFrozen: true })).expect(200);
    await changeAtErp('+34 000');
    expect([held().hubspot, (await show()).pairs[0]?.isFrozen]).toEqual(['+34 999', true]);
    await press('freeze', linked({ property: null, isFrozen: false })).expect(200);
    await settle();
    expect(held().hubspot).toBe('+34 000');
  });

  it('that the other side does not take are named with the reason', async () => {
    hubspot.refuse({ applies: (_type, { properties }) => 'phone' in properties, scope: 'input', properties: ['phone'] });
    await liveRules();
    expect((await show()).pairs).toMatchObject([{ refused: [{ property: 'phone', reason: { code: 'field.refused_by_hubspot' } }] }]);
  });

  it('and what was asked go with the connection', async () => {
    await liveRules();
    await ask('/connections/disconnect', { body: { connectionId, clearProperties: false } }).expect(200);
    expect(await show()).toMatchObject({ offers: [], commands: [], pairs: [], conflicts: [], changes: [] });
    await settle(1);
    for (const table of ['customerRules', 'fieldPairs', 'fieldChanges', 'customerRuns', 'commands'])
      expect([table, await database()(table).select()]).toEqual([table, []]);
  });
});
