import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Health } from '../../../hubspot-app/app/settings/api/types.ts';
import { approvedConnection, connectionId, givenProperties } from '../../support/customers-app.ts';
import { ask, company, onlyConnection, settle, useSettingsApp } from '../../support/settings-app.ts';
import { WritableErp } from '../../support/writable-erp.ts';

const db = useSettingsApp(() => new WritableErp());

const health = async (): Promise<Health> => (await onlyConnection()).health;
const TIMES = { askedBy: '{"kind":"workflow"}', askedAt: new Date('2026-11-23T10:00:00Z'), dueAt: new Date('2126-01-01T00:00:00Z') };
let made = 0;
const aCommand = (over: object) =>
  db()('commands').insert({ portalId: 7, connectionId, objectType: 'companies', recordId: '9', key: `K${++made}`, ...TIMES, ...over });

describe('the health of a connection', () => {
  beforeEach(async () => {
    givenProperties('name');
    await approvedConnection();
  });

  it('counts what waits for a person apart from what goes on by itself, in each kind, once', async () => {
    const before = await health();
    await aCommand({ name: 'createCustomer', state: 'waiting', waitingFor: 'customer.tax_id_malformed' });
    await aCommand({ name: 'createCustomer', state: 'waiting', waitingFor: 'command.waiting_other' });
    await aCommand({ name: 'createCustomer', state: 'done' });
    const deal = { objectType: 'deals', recordId: '50' };
    await aCommand({ ...deal, name: 'confirmOrder', state: 'waiting', waitingFor: 'order.waiting_approval' });
    await aCommand({ ...deal, name: 'createOrder', state: 'waiting', waitingFor: 'order.waiting_customer', params: { isAsked: true } });
    await aCommand({ ...deal, name: 'cancelOrder', state: 'unknown' });
    const scope = { portalId: 7, connectionId };
    await db()('productLinks').insert({ ...scope, productId: '1', state: 'ambiguous' });
    const asked = { objectType: 'companies', customerId: '1', recordId: company, isAsked: true, dueAt: new Date() };
    await db()('fieldPairs').insert({ ...scope, ...asked, fields: { phone: { asked: { isFromBefore: false } } } });
    const { waiting, toDecide, open } = await health();
    expect(open.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { kind: 'catalog', count: 1 },
      { kind: 'customersUnderWay', count: 1 },
      { kind: 'customersWaiting', count: 1 },
      { kind: 'fields', count: 1 },
      { kind: 'ordersUnderWay', count: 2 },
      { kind: 'ordersWaiting', count: 1 },
    ]);
    expect([waiting - before.waiting, toDecide]).toEqual([3, 4]);
  });

  it('tells creations of what may be a customer already as what the list to decide shows, and none twice', async () => {
    const doubtful = { name: 'createCustomer', state: 'waiting', waitingFor: 'command.waiting_review' };
    await aCommand({ ...doubtful, recordId: '9' });
    await aCommand({ ...doubtful, recordId: '10' });
    const before = await health();
    // The same question as among the customers to decide.
    const candidates = JSON.stringify([{ recordId: '10', name: null, rule: 'name' }]);
    const match = { portalId: 7, connectionId, customerId: '99', objectType: 'companies', state: 'ambiguous', candidates };
    await db()('customerMatches').insert({ ...match, checkedAt: new Date() });
    const { toDecide, open, leftOutToDecide } = await health();
    expect(before).toMatchObject({ toDecide: 2, open: [{ kind: 'creations', count: 2 }] });
    expect(open).toEqual([
      { kind: 'creations', count: 1 },
      { kind: 'matches', count: 1, records: 1 },
    ]);
    const listed = Object.values((await ask('/overview')).body.toDecide as Record<string, number>).reduce((sum, count) => sum + count, 0);
    expect(listed).toBe(toDecide + leftOutToDecide);
  });

  it('counts an order whose customer a person is to make among what waits for people, until somebody did', async () => {
    const before = await health();
    const order = { objectType: 'deals', recordId: '50', name: 'createOrder', state: 'planned', waitingFor: 'order.waiting_customer' };
    await aCommand({ ...order, params: { records: 'companies 9,contacts 4', isAsked: false } });
    const { open, ...counts } = await health();
    expect(open).toEqual([{ kind: 'ordersWaiting', count: 1 }]);
    expect(counts).toMatchObject({ waiting: before.waiting, toDecide: before.toDecide + 1 });
    await aCommand({ name: 'createCustomer', state: 'planned' });
    expect((await health()).open).toEqual(
      expect.arrayContaining([
        { kind: 'ordersUnderWay', count: 1 },
        { kind: 'customersUnderWay', count: 1 },
      ]),
    );
  });

  it('counts what went on one side as planned or to decide, and a question as no failure', async () => {
    const before = await health();
    const gone = {
      portalId: 7,
      connectionId,
      side: 'erp',
      objectType: 'companies',
      recordId: '9',
      noticedAt: new Date(),
      dueAt: new Date(),
    };
    await db()('customerArchivals').insert([
      { ...gone, customerId: '8', state: 'noticed' },
      { ...gone, customerId: '9', state: 'held', reason: 'archival.erp_open_invoices' },
    ]);
    const seen = { firstSeenAt: new Date(), lastSeenAt: new Date() };
    const problem = { portalId: 7, connectionId, code: 'archival.erp_open_invoices', subjectKind: 'customer', subject: '9', ...seen };
    await db()('problems').insert(problem);
    const { open, ...counts } = await health();
    expect(open).toEqual(
      expect.arrayContaining([
        { kind: 'archivalsHeld', count: 1 },
        { kind: 'archivalsPlanned', count: 1 },
      ]),
    );
    expect(counts).toMatchObject({ toDecide: before.toDecide + 1, waiting: before.waiting + 1, failing: before.failing });
  });

  it('says that the first ten wait for a look, even when nothing waits behind them', async () => {
    await db()('customerRules').insert({ portalId: 7, connectionId, live: '{}', trial: '[]', changedAt: new Date() });
    expect(await health()).toMatchObject({ toDecide: 1, open: [{ kind: 'trial', count: 0 }] });
    await aCommand({ name: 'createCustomer', state: 'waiting', waitingFor: 'command.waiting_trial' });
    expect(await health()).toMatchObject({ toDecide: 1, open: [{ kind: 'trial', count: 1 }] });
  });

  it('says that customers were stopped, which is nothing to decide, and not of rules that never wrote', async () => {
    const scope = { portalId: 7, connectionId };
    await db()('customerRules').insert({ ...scope, draft: '{}', changedAt: new Date() });
    expect(await health()).toMatchObject({ toDecide: 0, open: [] });
    const run = { ...scope, id: randomUUID(), kind: 'apply', state: 'cancelled', rules: '{}', startedAt: new Date() };
    await db()('customerRuns').insert(run);
    expect(await health()).toMatchObject({ toDecide: 0, open: [{ kind: 'stopped', count: 0 }] });
    await db()('customerRules').where(scope).update({ live: '{}' });
    expect(await health()).toMatchObject({ open: [] });
  });

  it('counts as failing whatever is listed as a problem, each record once, and no news', async () => {
    await settle();
    const one = { portalId: 7, connectionId, subjectKind: 'deals', subject: '50', firstSeenAt: new Date(), lastSeenAt: new Date() };
    await db()('problems').insert([
      { ...one, code: 'command.order_rejected' },
      { ...one, code: 'order.two_orders' },
      { ...one, code: 'product.overwritten', subjectKind: 'products', subject: '4' },
      { ...one, code: 'record.unreadable', subjectKind: 'invoice', subject: 'a' },
    ]);
    const codes = (await ask('/problems')).body.groups.map(({ code }: { code: string }) => code);
    // One is of the account as a whole: HubSpot has no such property.
    expect(codes.toSorted()).toEqual([
      'command.order_rejected',
      'match.tax_id_property_refused',
      'order.two_orders',
      'product.overwritten',
      'record.unreadable',
    ]);
    expect((await health()).failing).toBe(3);
  });
});
