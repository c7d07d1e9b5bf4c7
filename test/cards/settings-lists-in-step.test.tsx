import { describe, expect, it } from '@jest/globals';
import { changeList, aFieldChange } from './settings-customer-lists.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCommand, aCustomersView, commandList } from './settings-customers-views.ts';
import { aConnectionView, anOverview, someReviews, NOBODY_LEFT_OUT } from './settings-views.ts';
import { openSettings } from './settings-page.tsx';

const counted = (done: number) => aCustomersView({ state: 'live', counts: { ...aCustomersView().counts, done } });

describe('a list beside a count that was read by itself', () => {
  it('is read again when the count has changed: customers that were made', async () => {
    let made = 0;
    const page = await openCustomers(() => counted(made), {
      refreshSeconds: 0.2,
      routes: {
        'GET /settings/customers/commands': () => commandList(made === 0 ? [] : [aCommand({ state: 'done', recordName: 'Newly Made SA' })]),
      },
    });
    await page.sees('None');
    made = 1;
    await page.reads('Newly Made SA');
  });

  it('is read again when the count has changed: what became of fields', async () => {
    let inStep = 1;
    const page = await openCustomers(() => aCustomersView({ state: 'live', counts: { ...aCustomersView().counts, inStep } }), {
      refreshSeconds: 0.2,
      routes: {
        'GET /settings/customers/changes': () => changeList([aFieldChange({ customerName: inStep === 1 ? 'Before SA' : 'After SA' })]),
      },
    });
    await page.reads('Before SA');
    inStep = 2;
    await page.reads('After SA');
    expect(page.words()).not.toContain('Before SA');
  });

  it('is read again by itself now and then, although no count tells of it', async () => {
    let name = 'Before SA';
    const page = await openCustomers(aCustomersView({ state: 'live' }), {
      refreshSeconds: 0.1,
      routes: { 'GET /settings/customers/changes': () => changeList([aFieldChange({ customerName: name })]) },
    });
    await page.reads('Before SA');
    name = 'After SA';
    await page.reads('After SA');
  });

  it('is read again when the count has changed: what is to be decided', async () => {
    let customers = 0;
    const page = openSettings(
      {
        'GET /settings/overview': () => anOverview({ toDecide: { customers, creations: 0, fields: 0, archivals: 0, products: 0 } }),
        'GET /settings/reviews': () => someReviews(customers === 0 ? { groups: [], total: 0 } : {}),
      },
      { refreshSeconds: 0.2 },
    );
    await page.openTab('review');
    await page.waitFor(() => expect(page.server.to('GET /settings/reviews')).toHaveLength(1));
    customers = 1;

    await page.waitFor(() => expect(page.server.to('GET /settings/reviews').length).toBeGreaterThan(1));
  });
});

describe('a connection that is paused', () => {
  it.each([
    ['en-us', 'Paused', 'Aceros ERP is paused: nothing is created and no field is kept in step'],
    ['es-mx', 'En pausa', 'Aceros ERP está en pausa: no se crea nada'],
  ])('does not say that its customers are live (%s)', async (locale, tag, sentence) => {
    const routes = { 'GET /settings/overview': anOverview({ connections: [aConnectionView({ status: 'paused' })] }) };
    const page = await openCustomers(aCustomersView({ state: 'live' }), { routes, locale });
    await page.sees(sentence);
    expect(page.text()).toContain(tag);
  });
});

describe('customers that were stopped', () => {
  it.each([
    ['en-us', 'Customers: stopped. None is created'],
    ['es-mx', 'Clientes: detenido. No se crea ninguno'],
  ])('are told of on the overview (%s)', async (locale, sentence) => {
    const open = [{ kind: 'stopped' as const, count: 0 }];
    const health = { inSync: 1, waiting: 0, toDecide: 0, leftOut: 0, whyLeftOut: NOBODY_LEFT_OUT, leftOutToDecide: 0, failing: 0, open };
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [aConnectionView({ health })] }) }, { locale });
    await page.sees(sentence);
  });
});
