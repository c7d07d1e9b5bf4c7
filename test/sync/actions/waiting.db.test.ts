import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../../server/erp/shared/contract.ts';
import { recordId, type RecordId } from '../../../server/shared/ids.ts';
import { storeOrders } from '../../../server/streams/orders/store.ts';
import { markTargetsDue } from '../../../server/sync/shared/targets.ts';
import { READING, wakeBy } from '../../../server/sync/shared/wake-actions.ts';
import type { StepRun, StepStart } from '../../fakes/hubspot/index.ts';
import { aCustomer, anInvoice, anOrder, anOrderLine } from '../../support/erp-records.ts';
import { PORTAL, useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
const ACME = recordId('100');
const DEAL = recordId('500');
const DAY = 86_400_000;
const paid: Partial<Invoice> = { status: 'paid', open: '0.00', baseOpen: '0.00', changeStamp: '2' };

beforeEach(() => {
  app().engine.hubspot.add('companies', { name: 'Acme' }, ACME);
  app().engine.hubspot.add('deals', { dealname: 'Renewal' }, DEAL);
});

async function acme(...invoices: Partial<Invoice>[]): Promise<void> {
  await app().engine.book({
    customers: [aCustomer({ id: '1', number: 'C-1' })],
    invoices: invoices.map((given, index) => ({ ...anInvoice({ id: `i${index}` }), ...given })),
  });
  await app().engine.link('companies', '1', ACME);
  await app().engine.push();
}
const on = (step: string, inputs: Record<string, string> = {}, objectId: RecordId = ACME): StepStart => ({
  step,
  objectType: 'companies',
  objectId,
  inputs,
});
const onDeal = (step: string, inputs: Record<string, string> = {}): StepStart => ({ step, objectType: 'deals', objectId: DEAL, inputs });
const now = ({ callbackId }: StepRun): StepRun => app().hubspot.workflows.run(callbackId);
const stored = async () => (await app().rows()).map(({ state, waitingOn }) => [state, waitingOn]);

describe('waiting until paid', () => {
  it('ends when the last open invoice is paid, and HubSpot holds it', async () => {
    await acme({}, {});
    const run = await app().start(on('wait_until_paid'));
    await app().later(1_000);
    expect(await stored()).toEqual([['waiting', 'record']]);
    await app().engine.book({ invoices: [{ ...anInvoice({ id: 'i0' }), ...paid }] });
    await app().push();
    expect(now(run).state).toBe('waiting');

    await app().engine.book({ invoices: [{ ...anInvoice({ id: 'i1' }), ...paid }] });
    // Known, but not in HubSpot: the next step of the workflow would read the old status.
    await app().later(0);
    expect(now(run).state).toBe('waiting');
    await app().push();
    expect(now(run)).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'paid', erp_number: 'INV-i1', status: 'paid', open: '0', overdue: '0' },
      history: null,
    });
    expect(await stored()).toEqual([['told', 'record']]);
  });

  it('does not ask again and again: nothing is looked at until something happens', async () => {
    await acme({});
    await app().start(on('wait_until_paid'));
    await app().later(1_000);
    const before = await app().rows();
    for (let hours = 0; hours < 48; hours++) await app().later(DAY / 24);
    expect(await app().rows()).toEqual(before);
  });

  it('says at once that nothing was open', async () => {
    await acme({ ...paid });
    const run = await app().start(on('wait_until_paid'));
    await app().later(1_000);
    expect(now(run)).toMatchObject({ state: 'succeeded', outputs: { result: 'nothing_open', status: 'paid' } });
  });

  it.each([
    ['nothing_open', []],
    ['paid', [anInvoice({ id: 'i1' })]],
  ])('says %s where HubSpot has to be written first, by what was open meanwhile', async (result, booked) => {
    await acme({ ...paid });
    await app().engine.due('companies', ACME);
    const run = await app().start(on('wait_until_paid'));
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');
    await app().engine.book({ invoices: booked });
    await app().later(120_000);
    await app().engine.book({ invoices: booked.map((one) => ({ ...one, ...paid })) });
    await app().push();
    expect(now(run)).toMatchObject({ state: 'succeeded', outputs: { result } });
  });

  it('for what is overdue leaves the rest open', async () => {
    await acme({ dueOn: '2026-11-19' }, {});
    const run = await app().start(on('wait_until_paid', { what: 'overdue' }));
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');
    await app().engine.book({ invoices: [{ ...anInvoice({ id: 'i0' }), ...paid }] });
    await app().push();
    expect(now(run)).toMatchObject({
      outputs: { result: 'paid', status: 'open', open: '100', oldest_due: String(Date.parse('2026-12-01')) },
    });
  });

  it('ends with the time that was given, as a branch and no failure', async () => {
    await acme({ dueOn: '2026-11-19' });
    const run = await app().start(on('wait_until_paid', { within_days: '2' }));
    await app().later(1_000);
    await app().later(2 * DAY);
    expect(now(run)).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'not_in_time', status: 'overdue', open: '100', overdue: '100', reason: 'It was not paid within the time.' },
    });
  });

  it('of a record that the ERP does not know fails, and the history says why in words', async () => {
    const run = await app().start(on('wait_until_paid', {}, recordId('999')));
    await app().later(1_000);
    expect(now(run)).toMatchObject({
      state: 'failed',
      outputs: { result: 'not_linked' },
      history: 'Not tied to the ERP: This record is not tied to a customer of the ERP.',
    });
  });

  it('speaks the language of the account', async () => {
    await app().install({ locale: 'es' });
    const run = await app().start(on('wait_until_paid', {}, recordId('999')));
    await app().later(1_000);
    expect(now(run).outputs['reason']).toBe('Este registro no está unido a un cliente del ERP.');
  });

  it('of a deal waits for an invoice first, and for all of its order', async () => {
    const { db, scope } = app().engine;
    await db('dealOrders').insert({ portalId: PORTAL, dealId: DEAL, typed: 'S1', orderNumber: 'S1' });
    const run = await app().start(onDeal('wait_until_paid'));
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');

    await db('erpStreams')
      .where({ ...scope, stream: 'orders' })
      .update({ isOn: true });
    const order = anOrder({ id: 'o', number: 'S1', lines: [anOrderLine({ invoiced: '5' })], invoiceIds: ['i0'] });
    await book(order);
    await app().engine.book({ customers: [aCustomer({ id: '1' })], invoices: [{ ...anInvoice({ id: 'i0', origin: 'S1' }), ...paid }] });
    await app().push();
    expect(now(run).state).toBe('waiting');
    await book({ ...order, lines: [anOrderLine({ invoiced: '10' })], changeStamp: '2' });
    await app().push();
    expect(now(run)).toMatchObject({ state: 'succeeded', outputs: { result: 'paid', erp_number: 'INV-i0' } });
  });
});

async function book(...orders: Parameters<typeof storeOrders>[2][number][]): Promise<void> {
  const { db, scope } = app().engine;
  await db.transaction(async (trx) => {
    const { touched } = await storeOrders(trx, { ...scope, generation: 1, now: app().engine.now }, orders);
    await markTargetsDue(trx, scope, touched, { priority: 1, now: app().engine.now });
  });
}

describe('waiting until delivered', () => {
  async function anOrderOfTheDeal(): Promise<void> {
    const { db, scope } = app().engine;
    await db('erpStreams')
      .where({ ...scope, stream: 'orders' })
      .update({ isOn: true });
    await db('dealOrders').insert({ portalId: PORTAL, dealId: DEAL, typed: 'S1', orderNumber: 'S1' });
  }
  const line = (delivered: string | null) => anOrderLine({ delivered, reserved: delivered === null ? null : '0' });
  /** An evening where the account is, and the next day by UTC. */
  const shipped = { id: 'd', number: 'OUT/1', status: 'done' as const, at: '2026-11-22T02:10:00Z', tracking: 'TRACK-9' };

  it('ends when all of the order has left', async () => {
    await anOrderOfTheDeal();
    app().engine.portal.timeZone = 'America/Mexico_City';
    await app().engine.db('portals').update({ timeZone: 'America/Mexico_City' });
    await book(anOrder({ id: 'o', number: 'S1', lines: [line('4')] }));
    const run = await app().start(onDeal('wait_until_delivered'));
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');
    await book(anOrder({ id: 'o', number: 'S1', lines: [line('10')], deliveries: [shipped], changeStamp: '2' }));
    await app().push();
    expect(now(run)).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'delivered', erp_number: 'S1', delivered: String(Date.parse('2026-11-21')), tracking: 'TRACK-9' },
    });
  });

  it.each([
    ['nothing_to_deliver', { lines: [line(null)] }],
    ['cancelled', { status: 'cancelled' as const, lines: [line('0')] }],
    ['partly_delivered', { status: 'closed' as const, lines: [line('4')] }],
  ])('says %s', async (result, given) => {
    await anOrderOfTheDeal();
    await book(anOrder({ id: 'o', number: 'S1', ...given }));
    await app().engine.push();
    const run = await app().start(onDeal('wait_until_delivered'));
    await app().later(1_000);
    expect(now(run).outputs).toMatchObject({ result });
  });

  it('waits while it is a quotation', async () => {
    await anOrderOfTheDeal();
    await book(anOrder({ id: 'o', number: 'S1', status: 'quotation', lines: [line(null)] }));
    const run = await app().start(onDeal('wait_until_delivered'));
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');
  });

  it('says so where orders are not read', async () => {
    await app().engine.db('erpStreams').where({ stream: 'orders' }).update({ isOn: false });
    const run = await app().start(onDeal('wait_until_delivered'));
    await app().later(1_000);
    expect(now(run)).toMatchObject({ state: 'failed', outputs: { result: 'not_read' } });
  });
});

describe('the latest invoice', () => {
  it('comes with its number, its figures and the link into the ERP', async () => {
    await acme({ issuedOn: '2026-11-02', ...paid }, { issuedOn: '2026-11-03' }, { issuedOn: '2026-11-04', type: 'credit_note' });
    const run = await app().start(on('latest_invoice'));
    await app().later(1_000);
    expect(now(run)).toMatchObject({
      state: 'succeeded',
      outputs: {
        ...{ result: 'found', erp_number: 'INV-i1', status: 'open', total: '100.00', open: '100.00', currency: 'EUR' },
        ...{ link: 'https://erp.example/invoices/i1', issued: String(Date.parse('2026-11-03')), due: String(Date.parse('2026-12-01')) },
      },
    });
  });

  it('is none where nothing was invoiced', async () => {
    const run = await app().start(on('latest_invoice'));
    await app().later(1_000);
    expect(now(run)).toMatchObject({ state: 'succeeded', outputs: { result: 'no_invoice', reason: 'Nothing was invoiced yet.' } });
  });
});

describe('reading the status anew', () => {
  const read = async (nextPullAt: Date) => {
    const { db, scope } = app().engine;
    await db('erpConnections').where({ id: scope.connectionId }).update({ nextPullAt });
    await db('erpHints').delete();
    await wakeBy(app().deps, db, scope.portalId, READING);
  };
  const soon = () => new Date(app().engine.now.getTime() + 10_000);

  it('asks the ERP once for all that enrol at once, and waits until it was read', async () => {
    await acme({});
    const runs = await Promise.all(Array.from({ length: 30 }, () => app().start(on('refresh_status'))));
    await app().later(1_000);
    expect(await stored()).toEqual(runs.map(() => ['waiting', READING]));
    expect(app().engine.enqueued.filter((name) => name === 'pull')).toHaveLength(1);
    // What was to be read may be read before it was asked for: the reading under way does not count.
    await read(app().engine.now);
    await app().later(500);
    expect(runs.map((run) => now(run).state)).toEqual(runs.map(() => 'waiting'));
    await read(soon());
    await app().later(500);
    expect(runs.map((run) => now(run).outputs['result'])).toEqual(runs.map(() => 'refreshed'));
    expect(
      app()
        .hubspot.calls({ path: /callbacks/ })
        .map(({ inputs, status }) => [inputs, status]),
    ).toEqual([[30, 204]]);
  });

  it('waits for what was hinted, too', async () => {
    await acme({});
    const run = await app().start(on('refresh_status'));
    await app().later(1_000);
    const { db, scope } = app().engine;
    await db('erpConnections').where({ id: scope.connectionId }).update({ nextPullAt: soon() });
    await wakeBy(app().deps, db, scope.portalId, READING);
    await app().later(500);
    expect(now(run).state).toBe('waiting');
  });

  it('tells what is known when the ERP does not answer', async () => {
    await acme({});
    const run = await app().start(on('refresh_status'));
    await app().later(1_000);
    await app().later(120_000);
    expect(now(run)).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'as_known', status: 'open', reason: expect.stringContaining('did not answer') },
    });
  });

  it('does not wait for an ERP that is paused', async () => {
    await acme({});
    await app().engine.db('erpConnections').update({ status: 'paused' });
    const run = await app().start(on('refresh_status'));
    await app().later(1_000);
    expect(now(run).state).toBe('succeeded');
  });
});
