import { describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { tellHidden } from '../../server/sync/pull/hidden-records.ts';
import { app, ask, COMPANY, company, hubspot, enqueued, mine, NOW, storeCustomer, useCardsApp } from '../support/cards-app.ts';
import { aConnection } from '../support/portal-rows.ts';

const database = useCardsApp();

describe('who may ask', () => {
  it('answers only what HubSpot signed', async () => {
    await request(app).get(`/cards/record?${COMPANY}&portalId=7&userId=5&userEmail=rep%40acme.test`).expect(401);
    await ask(`/cards/record?${COMPANY}`, { at: new Date(NOW.getTime() - 301_000) }).expect(401);
    await ask(`/cards/record?${COMPANY}`, { tamper: (url) => url.replace('portalId=7', 'portalId=8') }).expect(401);
    await ask('/cards/refresh', { body: company, tamper: (url) => url.replace('userId=5', 'userId=1') }).expect(401);
    await ask(`/cards/record?${COMPANY}`).expect(200);
  });

  it('shows nothing of another portal, whatever ids are sent', async () => {
    const theirs = await aConnection(database(), { portalId: 8, identityKey: 'memory:db-2' });
    await ask(`/cards/invoice?${COMPANY}&connectionId=${mine.connectionId}&invoiceId=a`, { portalId: 8 }).expect(404);
    const answer = await ask(`/cards/invoices?${COMPANY}`, { portalId: 8 }).expect(200);
    expect(answer.body).toMatchObject({ invoices: [], total: 0 });
    const link = { ...company, connectionId: mine.connectionId, customerId: '1' };
    await ask('/cards/link', { portalId: 8, body: link }).expect(404);
    expect(await database()('links').where({ portalId: theirs.portalId })).toEqual([]);
    await ask(`/cards/record?${COMPANY}`, { portalId: 99 }).expect(404);
  });

  it('lets the administrator decide who sees amounts, by user and by team', async () => {
    const setRule = (amounts: object) =>
      database()('portals')
        .where({ portalId: 7 })
        .update({ settings: JSON.stringify({ amounts }) });
    await setRule({ visibleTo: 'some', userEmails: ['boss@acme.test'], teamIds: [] });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'not_allowed' });
    await ask(`/cards/invoices?${COMPANY}`).expect(403);
    await ask(`/cards/invoice?${COMPANY}&connectionId=${mine.connectionId}&invoiceId=a`).expect(403);
    expect((await ask(`/cards/record?${COMPANY}`, { email: 'Boss@acme.test', userId: 6 })).body).toMatchObject({ state: 'linked' });
    await setRule({ visibleTo: 'some', userEmails: [], teamIds: [31] });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'linked' });
  });
});

describe('the record card', () => {
  it('answers from the mirror with figures, link and freshness', async () => {
    const { body } = await ask(`/cards/record?${COMPANY}`).expect(200);
    expect(body).toMatchObject({
      state: 'linked',
      customers: [{ name: 'Aceros del Norte', url: 'https://erp.example/customers/1', rule: 'tax_id' }],
      totals: [{ currency: 'MXN', open: '16', overdue: '16', oldestOverdueDays: 1 }],
      lastInvoice: { number: 'INV/a', status: 'overdue' },
    });
    expect(body.connections[0]).toMatchObject({ asOf: NOW.toISOString(), trouble: null });
  });

  it('says whether the properties of the record say the same', async () => {
    const state = async () => (await ask(`/cards/record?${COMPANY}`).expect(200)).body.properties;
    const set = (target: object) =>
      database()('targets')
        .insert({ portalId: 7, objectType: 'companies', recordId: '900', ...target })
        .onConflict(['portal_id', 'object_type', 'record_id'])
        .merge();
    await database()('targets').delete();
    expect(await state()).toBe('nothing');
    await set({ dueRevision: 2, pushedRevision: 2, refusedRevision: 0, written: '{}' });
    expect(await state()).toBe('in_step');
    await set({ dueRevision: 3, pushedRevision: 2, refusedRevision: 0, written: '{}' });
    expect(await state()).toBe('waiting');
    await set({ dueRevision: 3, pushedRevision: 2, refusedRevision: 3, written: '{}' });
    expect(await state()).toBe('refused');
  });

  it('says which of its invoices are shown as they were because our user does not see them any more', async () => {
    const notices = async () => (await ask(`/cards/record?${COMPANY}`).expect(200)).body.notices as object[];
    await database()('erpInvoices')
      .where({ erpId: 'a' })
      .update({ hiddenSince: new Date('2026-11-13T03:00:00Z') });
    await database()('portals').where({ portalId: 7 }).update({ timeZone: 'America/Mexico_City' });
    await tellHidden({ db: database(), now: () => NOW }, mine, 'invoices');
    expect(await notices()).toEqual([{ code: 'invoices.hidden', params: { count: 1, since: '2026-11-12' } }]);
    await database()('erpInvoices').update({ hiddenSince: null });
    await tellHidden({ db: database(), now: () => NOW }, mine, 'invoices');
    expect(await notices()).toEqual([]);
  });

  it('says that the record is about to follow its customer, and in which currency its properties are', async () => {
    const card = async () =>
      (await ask(`/cards/record?${COMPANY}`).expect(200)).body as { notices: object[]; propertyCurrency: string | null };
    await database()('portals').where({ portalId: 7 }).update({ companyCurrency: 'MXN' });
    expect(await card()).toMatchObject({ notices: [], propertyCurrency: null });
    const noticed = { noticedAt: NOW, dueAt: new Date(NOW.getTime() + 450_000), state: 'noticed' };
    await database()('customerArchivals').insert({
      ...mine,
      side: 'hubspot',
      objectType: 'companies',
      customerId: '1',
      recordId: '900',
      ...noticed,
    });
    await database()('erpInvoices').update({ currency: 'USD' });
    // Nobody approved rules by which it would go.
    expect((await card()).notices).toEqual([{ code: 'archival.put_off', params: {} }]);
    await database()('customerRules').insert({ ...mine, live: '{}', changedAt: NOW });
    expect(await card()).toMatchObject({ notices: [{ code: 'archival.planned_asks', params: { count: 1 } }], propertyCurrency: 'MXN' });
    await database()('erpInvoices').update({ status: 'paid' });
    expect((await card()).notices).toEqual([{ code: 'archival.planned', params: { minutes: 8 } }]);
    await database()('erpConnections').update({ status: 'paused' });
    expect((await card()).notices).toEqual([{ code: 'archival.put_off', params: {} }]);
    await database()('erpConnections').update({ status: 'active' });
    await database()('customerArchivals').update({ state: 'done' });
    expect((await card()).notices).toEqual([]);
  });

  it('names on a deal the customer its invoices belong to', async () => {
    await database()('invoiceTies').insert({ ...mine, invoiceId: 'a', dealId: '500' });
    const { body } = await ask('/cards/record?objectTypeId=0-3&objectId=500').expect(200);
    expect(body.customers).toMatchObject([{ name: 'Aceros del Norte', url: 'https://erp.example/customers/1', rule: null }]);
    expect(body.orderProperty).toBe('erp_order_number');
  });

  it('says on a deal where its invoices come from', async () => {
    const invoices = async () => (await ask('/cards/record?objectTypeId=0-3&objectId=500')).body.dealInvoices;
    expect(await invoices()).toEqual({ orderNumber: null, isOrderKnown: false, tied: 0, hasOrder: false });
    await database()('invoiceTies').insert({ ...mine, invoiceId: 'a', dealId: '500' });
    expect(await invoices()).toEqual({ orderNumber: null, isOrderKnown: false, tied: 1, hasOrder: false });
    await database()('dealOrders').insert({ portalId: mine.portalId, dealId: '500', typed: 'so 9', orderNumber: 'SO9' });
    expect(await invoices()).toEqual({ orderNumber: 'so 9', isOrderKnown: false, tied: 1, hasOrder: false });
    await database()('erpInvoiceOrigins').insert({ ...mine, orderNumber: 'SO9', invoiceId: 'a' });
    expect(await invoices()).toEqual({ orderNumber: 'so 9', isOrderKnown: true, tied: 1, hasOrder: false });
    const tie = { ...mine, dealId: '500', how: 'created', wants: 'order', lineCount: 1, tiedAt: '2026-11-23T12:00:00Z' };
    await database()('orderTies').insert({ ...tie, orderId: '42' });
    expect(await invoices()).toMatchObject({ hasOrder: true });
    await database()('orderTies').update({ numberWritten: 'S00042' });
    expect(await invoices()).toMatchObject({ hasOrder: false });
  });

  it('says since when it looks where nothing is invoiced', async () => {
    await storeCustomer('2', 'Aceros del Sur', mine, '901');
    const { body } = await ask('/cards/record?objectTypeId=0-2&objectId=901').expect(200);
    expect(body).toMatchObject({ state: 'linked', totals: [], lastInvoice: null, since: '2026-10-01' });
  });

  it('keeps the last figures and says so while the ERP does not answer or waits for an administrator', async () => {
    await database()('erpConnections').update({ unreachableSince: NOW, lastError: JSON.stringify({ code: 'outbound.timed_out' }) });
    const slow = await ask(`/cards/record?${COMPANY}`);
    expect(slow.body).toMatchObject({
      state: 'linked',
      connections: [{ trouble: { code: 'outbound.timed_out', isAdministratorNeeded: false } }],
    });
    await database()('erpConnections').update({ status: 'paused', pausedCode: 'connection.swapped', pausedAt: NOW });
    const paused = await ask(`/cards/record?${COMPANY}`);
    expect(paused.body).toMatchObject({
      state: 'linked',
      connections: [{ trouble: { code: 'connection.swapped', isAdministratorNeeded: true } }],
    });
  });

  it('is preparing before the preview is approved, and not connected without an ERP', async () => {
    await database()('erpConnections').update({ approvedAt: null });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'preparing', needsApproval: true });
    await database()('erpConnections').update({ status: 'disconnected' });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'not_connected', isAdministrator: false });
  });

  it('offers candidates when nothing is linked', async () => {
    await database()('links').delete();
    const match = { ...mine, customerId: '1', objectType: 'companies', state: 'ambiguous' };
    await database()('customerMatches').insert({ ...match, candidates: JSON.stringify([{ recordId: '900', name: 'x', rule: 'tax_id' }]) });
    const { body } = await ask(`/cards/record?${COMPANY}`);
    expect(body).toMatchObject({ state: 'not_linked', candidates: [{ customerId: '1', reason: 'tax_id', linkedTo: null }] });
  });
});

describe('what people do on the card', () => {
  it('says whom a person ruled out for a record, and offers them again once that is taken back', async () => {
    await database()('links').delete();
    const match = { ...mine, customerId: '1', objectType: 'companies', state: 'ambiguous' };
    await database()('customerMatches').insert({ ...match, candidates: JSON.stringify([{ recordId: '900', name: 'x', rule: 'tax_id' }]) });
    await database()('portalUsers').insert({ portalId: 7, userId: 5, email: 'rep@acme.test' });
    await ask('/cards/refuse', { body: { ...company, connectionId: mine.connectionId, customerId: '1' } }).expect(200);
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({
      candidates: [],
      refused: { since: NOW.toISOString(), by: 'rep@acme.test', total: 1, customers: [{ customerId: '1', name: 'Aceros del Norte' }] },
    });
    await ask('/cards/refuse/undo', { body: company }).expect(200);
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ refused: null });
    expect(await database()('refusedMatches')).toEqual([]);
    expect(await database()('customerMatches').select('state')).toEqual([{ state: 'due' }]);
    expect(enqueued).toContain('match');
  });

  it('remembers that a record is no customer yet until a person takes it back', async () => {
    await database()('links').delete();
    const match = { ...mine, customerId: '1', objectType: 'companies', state: 'ambiguous' };
    await database()('customerMatches').insert({ ...match, candidates: JSON.stringify([{ recordId: '900', name: 'x', rule: 'tax_id' }]) });
    await database()('portalUsers').insert({ portalId: 7, userId: 5, email: 'rep@acme.test' });
    const candidates = [{ connectionId: mine.connectionId, customerId: '1' }];
    await ask('/cards/not-yet', { body: { ...company, candidates } }).expect(200);
    await ask('/cards/not-yet', { body: { ...company, candidates } }).expect(200);
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({
      state: 'not_linked',
      candidates: [],
      notYet: { since: NOW.toISOString(), by: 'rep@acme.test' },
    });
    await ask('/cards/not-yet/undo', { body: company }).expect(200);
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'not_linked', notYet: null });
    expect(await database()('refusedMatches')).toEqual([]);
    expect(enqueued).toContain('match');
    await ask('/cards/not-yet', { body: { ...company, objectTypeId: '0-3', candidates } }).expect(400);
  });

  it('ties an invoice of the company to the deal once, and takes it off again', async () => {
    const tie = { objectTypeId: '0-3', objectId: '500', connectionId: mine.connectionId, invoiceId: 'a' };
    const candidates = await ask('/cards/deal-candidates?objectTypeId=0-3&objectId=500');
    expect(candidates.body).toMatchObject({ invoices: [{ id: 'a' }], lacks: null });
    await ask('/cards/tie', { body: tie }).expect(200);
    await ask('/cards/tie', { body: tie }).expect(200);
    expect(await database()('invoiceTies').select('invoiceId', 'dealId', 'tiedBy')).toEqual([{ invoiceId: 'a', dealId: '500', tiedBy: 5 }]);
    expect(enqueued).toContain('push');
    const lacks = async () => (await ask('/cards/deal-candidates?objectTypeId=0-3&objectId=500')).body.lacks;
    expect(await lacks()).toBeNull();
    await ask('/cards/untie', { body: tie }).expect(200);
    expect(await database()('invoiceTies')).toEqual([]);
    await database()('links').delete();
    expect(await lacks()).toBe('link');
  });

  it('opens an invoice that the deal carries without asking HubSpot', async () => {
    await database()('invoiceTies').insert({ ...mine, invoiceId: 'a', dealId: '500' });
    const asked = jest.spyOn(hubspot as HubSpotClient, 'associatedIds');
    const address = `/cards/invoice?objectTypeId=0-3&objectId=500&connectionId=${mine.connectionId}&invoiceId=a`;
    expect((await ask(address).expect(200)).body).toMatchObject({ id: 'a', tie: 'tied_by_person' });
    expect(asked).not.toHaveBeenCalled();
    await database()('invoiceTies').delete();
    expect((await ask(address).expect(200)).body).toMatchObject({ id: 'a', tie: 'can_tie' });
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  it('does not tie an invoice of somebody else', async () => {
    await database()('links').delete();
    const tie = { objectTypeId: '0-3', objectId: '500', connectionId: mine.connectionId, invoiceId: 'a' };
    await ask('/cards/tie', { body: tie }).expect(404);
    expect(await database()('invoiceTies')).toEqual([]);
  });

  it('refreshes by asking the ERP soon', async () => {
    expect((await ask('/cards/refresh', { body: company }).expect(200)).body).toEqual({ accepted: true, waiting: [] });
    expect(enqueued).toEqual(expect.arrayContaining(['hint', 'pull']));
    expect(await database()('erpHints').select('stream', 'erpId').orderBy('stream')).toEqual([
      { stream: 'customers', erpId: '1' },
      { stream: 'invoices', erpId: 'a' },
    ]);
  });

  it('says when an ERP is asked again that does not answer well at the moment', async () => {
    const until = new Date(NOW.getTime() + 240_000);
    await database()('erpConnections').update({ notBefore: until });
    const answer = { accepted: false, waiting: [{ name: 'Books', until: until.toISOString() }] };
    expect((await ask('/cards/refresh', { body: company }).expect(200)).body).toEqual(answer);
    expect([enqueued, await database()('erpHints')]).toEqual([[], []]);
  });

  it('wakes a quiet connection when somebody opens it, once a minute, and none that is asked to wait', async () => {
    const path = '/cards/record?objectTypeId=0-2&objectId=900';
    const quiet = { nextPullAt: new Date(NOW.getTime() + 900_000), quietPulls: 7 };
    await database()('erpConnections').update({ ...quiet, notBefore: new Date(NOW.getTime() + 1_000) });
    await database()('erpStreams').update({ completedAt: new Date(NOW.getTime() - 120_000) });
    await ask(`${path}&opened=true`).expect(200);
    await database()('erpConnections').update({ notBefore: null });
    await ask(path).expect(200);
    expect(enqueued).toEqual([]);
    await ask(`${path}&opened=true`).expect(200);
    expect(enqueued).toEqual(['pull']);
    expect((await database()('erpConnections').first()).nextPullAt).toEqual(NOW);
    await database()('erpConnections').update(quiet);
    await ask(`${path}&opened=true`).expect(200);
    expect(enqueued).toEqual(['pull']);
  });

  it('is as new as what was read last, whichever way', async () => {
    const later = new Date(NOW.getTime() + 60_000);
    await database()('erpConnections').update({ changedAt: later });
    const { body } = await ask('/cards/record?objectTypeId=0-2&objectId=900').expect(200);
    expect(body.connections[0].asOf).toBe(later.toISOString());
  });

  it('says in words and with a reference what is wrong with a request', async () => {
    const { body } = await ask('/cards/record?objectTypeId=0-2&objectId=abc').expect(400);
    expect(body).toMatchObject({
      code: 'input.invalid',
      params: { field: 'objectId' },
      who: 'you',
      reference: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });
});
