import { describe, expect, it } from '@jest/globals';
import { aFrozenRecord, frozenList } from './settings-customer-lists.ts';
import { aCustomersView } from './settings-customers-views.ts';
import { openCustomers } from './settings-customers-page.tsx';

const live = (counts: object) => aCustomersView({ state: 'live', counts: { ...aCustomersView().counts, ...counts } });
const link = { connectionId: 'c1', objectType: 'companies', customerId: '7' };

describe('what people froze', () => {
  const records = [aFrozenRecord({ properties: ['phone'] })];
  const routes = {
    'GET /settings/customers/frozen': frozenList(records, { total: 30, pageCount: 2 }),
    'POST /settings/customers/freeze': { done: true },
    'POST /settings/customers/unfreeze-all': { records: 30 },
  };

  it('is counted and listed with the record and customer it is of, and let go one by one', async () => {
    const page = await openCustomers(live({ frozenRecords: 1, frozenFields: 29, oneWay: 4 }), { routes });
    await page.reads('1 whole record, 29 fields. 4 more records are not kept in step, because their rule only creates');
    await page.reads('In the ERP: Aceros SA');
    // Of the field nobody remembers it.
    await page.reads('By Ana Ruiz (');
    page.press('unfreeze-7-phone');
    expect(await page.sent('/customers/freeze')).toEqual({ ...link, property: 'phone', isFrozen: false });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Phone number of this record is kept in step again.']));
    page.press('unfreeze-7-all');
    await page.waitFor(() => expect(page.alerts()).toHaveLength(2));
    expect(await page.sent('/customers/freeze')).toEqual({ ...link, property: null, isFrozen: false });
  });

  it('is let go all at once, after a yes', async () => {
    const page = await openCustomers(live({ frozenFields: 30 }), { routes, locale: 'es-mx' });
    await page.reads('30 campos.');
    page.press('unfreeze-all-c1-yes');
    expect(await page.sent('/customers/unfreeze-all')).toEqual({ connectionId: 'c1' });
    await page.waitFor(() => expect(page.alerts()).toEqual(['30 registros vuelven a mantenerse al día.']));
  });

  it('is not there where nothing is frozen', async () => {
    const page = await openCustomers(live({ inStep: 3, oneWay: 4 }));
    await page.reads('What happened');
    expect(page.server.to('GET /settings/customers/frozen')).toEqual([]);
  });
});
