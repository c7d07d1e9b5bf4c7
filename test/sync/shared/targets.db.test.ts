import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId } from '../../../server/shared/ids.ts';
import { nothingTouched, type Touched } from '../../../server/streams/shared/touched.ts';
import {
  portalDueMarker,
  markConnectionDue,
  markCalendarDue,
  markPortalDue,
  markRecordsDue,
  markTargetsDue,
} from '../../../server/sync/shared/targets.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

describe('targets', () => {
  const touch = (given: Partial<Touched>): Touched => ({ ...nothingTouched(), ...given });
  const mark = (engine: Engine, touched: Touched, priority: 0 | 1 | 2 = 1) =>
    markTargetsDue(db(), engine.scope, touched, { priority, now: engine.now });
  const targets = () => db()('targets').orderBy(['objectType', 'recordId']).select('objectType', 'recordId', 'dueRevision', 'priority');

  async function aFamily(engine: Engine): Promise<void> {
    const person = { kind: 'person' as const, organisationId: '1' };
    await engine.book({
      customers: [aCustomer({ id: '1' }), aCustomer({ id: 'p', ...person }), aCustomer({ id: 'q', ...person }), aCustomer({ id: '2' })],
    });
    await engine.link('companies', '1', recordId('10'));
    await engine.link('companies', '2', recordId('20'));
    await engine.link('contacts', 'p', recordId('30'));
    await engine.link('contacts', 'q', recordId('40'), engine.scope, 'proposed');
    await db()('dealOrders').insert({ portalId: 7, dealId: '50', orderNumber: 'S1' });
    await db()('invoiceTies').insert({ ...engine.scope, invoiceId: 'a', dealId: '60' });
    await db()('targets').delete();
  }

  it('are the records that carried and carry what changed', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    expect(await mark(engine, touch({ organisationIds: new Set([erpRecordId('1')]) }))).toBe(2);
    await mark(engine, touch({ orderNumbers: new Set(['S1']), invoiceIds: new Set([erpRecordId('a')]) }));
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '30', '50', '60']);
  });

  it('keep the more urgent priority while they wait, and take the new one afterwards', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    const touched = touch({ organisationIds: new Set([erpRecordId('2')]) });
    await mark(engine, touched, 0);
    await mark(engine, touched, 2);
    expect(await targets()).toMatchObject([{ priority: 0, dueRevision: 2 }]);
    await db()('targets').update({ pushedRevision: 2 });
    await mark(engine, touched, 2);
    expect(await targets()).toMatchObject([{ priority: 2, dueRevision: 3 }]);
  });

  it('are everything when a setting changed, of this portal only', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    await anEngine(db(), { portalId: 8 });
    await markPortalDue(db(), engine.scope.portalId, { priority: 2, now: engine.now });
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '20', '30', '50', '60']);
  });

  it('are those the calendar changed: fallen due, or no longer active', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    await engine.book({
      invoices: [
        anInvoice({ id: 'a', dueOn: '2026-11-19', customerId: '1' }),
        anInvoice({ id: 'b', status: 'paid', customerId: '2', issuedOn: '2025-11-20' }),
      ],
    });
    await db()('targets').delete();
    const day = { since: '2026-11-19', today: '2026-11-20', activeMonths: 12 };
    await markCalendarDue(db(), engine.scope.portalId, day, { priority: 1, now: engine.now });
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '20', '30', '60']);
    await db()('targets').delete();
    await markCalendarDue(
      db(),
      engine.scope.portalId,
      { ...day, since: '2026-11-20', today: '2026-11-21' },
      { priority: 1, now: engine.now },
    );
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['20']);
  });

  it('are found from whatever changed, and only among the links that count', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    const other = await engine.connect('memory:db-2');
    await engine.book(
      { customers: [aCustomer({ id: '1' }), aCustomer({ id: 'p', kind: 'person', organisationId: '1' })] },
      { scope: other },
    );
    await engine.link('companies', '1', recordId('11'), other);
    await engine.link('contacts', 'p', recordId('31'), other);
    await engine.link('companies', '3', recordId('70'), engine.scope, 'proposed');
    await db()('invoiceTies').insert({ ...other, invoiceId: 'a', dealId: '61' });
    await anEngine(db(), { portalId: 8 });
    await db()('dealOrders').insert({ portalId: 8, dealId: '51', orderNumber: 'S1' });
    const marked = async (given: Partial<Touched>): Promise<string[]> => {
      await db()('targets').delete();
      await mark(engine, touch(given));
      return (await targets()).map(({ recordId: id }) => id);
    };
    expect(await marked({ customerIds: new Set(['1', '3'].map(erpRecordId)) })).toEqual(['10', '30']);
    expect(await marked({ customerIds: new Set([erpRecordId('p')]) })).toEqual(['30']);
    expect(await marked({ organisationIds: new Set([erpRecordId('1')]) })).toEqual(['10', '30']);
    expect(await marked({ orderNumbers: new Set(['S1']) })).toEqual(['50']);
    expect(await marked({ invoiceIds: new Set([erpRecordId('a')]) })).toEqual(['60']);
    expect(await marked({})).toEqual([]);
  });

  it('are those that were named, each once', async () => {
    const engine = await anEngine(db());
    const [acme, ana] = [
      { objectType: 'companies', recordId: recordId('1') },
      { objectType: 'contacts', recordId: recordId('1') },
    ] as const;
    expect(await markRecordsDue(db(), engine.scope.portalId, [acme, ana, acme], { priority: 2, now: engine.now })).toBe(2);
    expect(await markRecordsDue(db(), engine.scope.portalId, [], { priority: 2, now: engine.now })).toBe(0);
    expect(await targets()).toMatchObject([{ objectType: 'companies', dueRevision: 1 }, { objectType: 'contacts' }]);
  });

  it('keep the earlier time while they wait; what was pushed or refused waits no longer', async () => {
    const engine = await anEngine(db());
    const acme = { objectType: 'companies', recordId: recordId('1') } as const;
    const later = new Date(engine.now.getTime() + 60_000);
    const marked = async (priority: 0 | 1 | 2, now: Date) => {
      await markRecordsDue(db(), engine.scope.portalId, [acme], { priority, now });
      return (await db()('targets').first()) as { priority: number; dueAt: Date; dueRevision: number };
    };
    await marked(1, engine.now);
    expect(await marked(2, later)).toMatchObject({ priority: 1, dueAt: engine.now, dueRevision: 2 });
    expect(await marked(0, new Date(0))).toMatchObject({ priority: 0, dueAt: new Date(0), dueRevision: 3 });
    await db()('targets').update({ pushedRevision: 2, refusedRevision: 3 });
    expect(await marked(2, later)).toMatchObject({ priority: 2, dueAt: later, dueRevision: 4 });
    await db()('targets').update({ pushedRevision: 4, refusedRevision: 3 });
    expect(await marked(1, engine.now)).toMatchObject({ priority: 1, dueAt: engine.now, dueRevision: 5 });
    await db()('targets').update({ pushedRevision: 3, refusedRevision: 4 });
    expect(await marked(2, later)).toMatchObject({ priority: 1, dueAt: engine.now });
  });

  it('are everything of one connection, and what its invoices reach', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    const other = await engine.connect('memory:db-2');
    await engine.link('companies', '1', recordId('11'), other);
    await engine.link('companies', '2', recordId('21'), other, 'proposed');
    await db()('invoiceTies').insert({ ...other, invoiceId: 'a', dealId: '61' });
    await db()('dealOrders').insert({ portalId: 7, dealId: '52', orderNumber: 'S2' });
    await anEngine(db(), { portalId: 8 });
    await db()('dealOrders').insert({ portalId: 8, dealId: '53', orderNumber: 'S2' });
    await engine.book({ invoices: [anInvoice({ id: 'o', origin: 'S1' })] });
    await engine.book({ invoices: [anInvoice({ id: 'o', origin: 'S2' })] }, { scope: other });
    const ofConnection = async (scope: typeof other): Promise<string[]> => {
      await db()('targets').delete();
      await markConnectionDue(db(), scope, { priority: 2, now: engine.now });
      return (await targets()).map(({ recordId: id }) => id);
    };
    expect(await ofConnection(engine.scope)).toEqual(['10', '20', '30', '50', '60']);
    expect(await ofConnection(other)).toEqual(['11', '52', '61']);
  });

  it('are marked and told to those who push when everything has to be compared anew', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    const enqueued: unknown[] = [];
    const enqueue = async (_trx: unknown, ...job: unknown[]): Promise<void> => void enqueued.push(job);
    await portalDueMarker({ enqueue, now: () => engine.now })(db(), engine.scope.portalId);
    expect(await targets()).toHaveLength(5);
    expect((await targets())[0]).toMatchObject({ priority: 2 });
    expect(enqueued).toEqual([['push', { portalId: 7 }]]);
  });

  it('follow the calendar day by day: late from the day after, active to the day', async () => {
    const engine = await anEngine(db());
    const old = { issuedOn: '2024-01-01', dueOn: '2024-02-01' };
    const cases: [string, boolean, Parameters<typeof anInvoice>[0]][] = [
      ['due on the day last looked at', true, { id: 'a', ...old, dueOn: '2026-11-19' }],
      ['due before', false, { id: 'b', ...old, dueOn: '2026-11-18' }],
      ['due today', false, { id: 'c', ...old, dueOn: '2026-11-20' }],
      ['paid', false, { id: 'd', ...old, dueOn: '2026-11-19', open: '0.00' }],
      ['on its way', false, { id: 'e', ...old, dueOn: '2026-11-19', status: 'in_payment' }],
      ['partly paid', true, { id: 'f', ...old, dueOn: '2026-11-19', status: 'partially_paid', open: '0.50' }],
      ['an instalment due', true, { id: 'g', ...old, instalments: [{ dueOn: '2026-11-19', total: '1.00', open: '1.00' }] }],
      ['one due before', false, { id: 'h', ...old, instalments: [{ dueOn: '2026-11-18', total: '1.00', open: '1.00' }] }],
      ['one due today', false, { id: 'i', ...old, instalments: [{ dueOn: '2026-11-20', total: '1.00', open: '1.00' }] }],
      ['a year old on the day last looked at', true, { id: 'j', ...old, status: 'paid', issuedOn: '2025-11-19' }],
      ['a year old before', false, { id: 'k', ...old, status: 'paid', issuedOn: '2025-11-18' }],
      ['a year old today', true, { id: 'l', ...old, status: 'paid', issuedOn: '2025-11-20' }],
      ['a year old tomorrow', false, { id: 'm', ...old, status: 'paid', issuedOn: '2025-11-21' }],
    ];
    const named = cases.map(([, , { id }]) => id);
    await engine.book({
      customers: named.map((id) => aCustomer({ id })),
      invoices: cases.map(([, , given]) => anInvoice({ ...given, customerId: given.id, organisationId: given.id })),
    });
    for (const id of named) await engine.link('companies', id, recordId(id));
    await db()('targets').delete();
    await markCalendarDue(
      db(),
      engine.scope.portalId,
      { since: '2026-11-19', today: '2026-11-20', activeMonths: 12 },
      { priority: 1, now: engine.now },
    );
    const marked = new Set((await targets()).map(({ recordId: id }) => id));
    expect(cases.map(([what, , { id }]) => [what, marked.has(id)])).toEqual(cases.map(([what, isMarked]) => [what, isMarked]));
  });

  it('follow the calendar wherever an invoice is carried', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    const other = await engine.connect('memory:db-2');
    await engine.link('companies', '1', recordId('11'), other);
    await engine.link('companies', '3', recordId('90'), engine.scope, 'proposed');
    await db()('invoiceTies').insert({ ...engine.scope, invoiceId: 'b', dealId: '62' });
    await db()('dealOrders').insert({ portalId: 7, dealId: '52', orderNumber: 'S2' });
    const late = { dueOn: '2026-11-19', issuedOn: '2026-10-01' };
    await engine.book({ invoices: [anInvoice({ id: 'a', ...late, customerId: '1', organisationId: '1', origin: 'S1' })] });
    await db()('targets').delete();
    await markCalendarDue(
      db(),
      engine.scope.portalId,
      { since: '2026-11-19', today: '2026-11-20', activeMonths: 12 },
      { priority: 1, now: engine.now },
    );
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '30', '50', '60']);
  });
});
