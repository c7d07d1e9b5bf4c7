import { beforeEach, describe, expect, it } from '@jest/globals';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { ask, mine, NOW, useCardsApp } from '../support/cards-app.ts';
import { anOrder, anOrderLine } from '../support/erp-records.ts';

const database = useCardsApp();
const DEAL = 'objectTypeId=0-3&objectId=500';
const orders = async () =>
  (await ask(`/cards/deal-orders?${DEAL}`).expect(200)).body as { state: string; orders: Record<string, unknown>[] };

const store = (...records: Parameters<typeof storeOrders>[2][number][]) =>
  database().transaction((trx) => storeOrders(trx, { ...mine, generation: 1, now: NOW }, records));

describe('the orders of a deal', () => {
  beforeEach(async () => {
    await database()('erpStreams').insert({ ...mine, stream: 'orders', isOn: true, firstCompletedAt: NOW, completedAt: NOW });
    await database()('dealOrders').insert({ portalId: 7, dealId: '500', typed: 's 00042', orderNumber: 'S00042' });
  });

  it('are those that carry its number, however it is spelt, with how far each came', async () => {
    const line = anOrderLine({ delivered: '4', reserved: '6', invoiced: '10' });
    await store(
      anOrder({
        id: '1',
        number: 's00042',
        lines: [line, anOrderLine({ id: '2', delivered: null, reserved: null, invoiced: '10' })],
        invoiceIds: ['a'],
      }),
      anOrder({ id: '2', number: 'S00043' }),
    );
    const { state, orders: shown } = await orders();
    expect(state).toBe('ready');
    expect(shown).toMatchObject([
      {
        number: 's00042',
        status: 'confirmed',
        total: { amount: '1160.00', currency: 'MXN' },
        reserved: 'all',
        delivered: 'partly',
        invoiced: 'all',
        // 16 of 116 are still open.
        paid: 'partly',
        url: 'https://erp.example/orders/1',
        invoices: [{ number: 'INV/a', url: 'https://erp.example/invoices/a' }],
      },
    ]);
  });

  it('say on which day the ERP reserves what is missing, while that is ahead', async () => {
    const [ahead, past] = ['2026-12-12', '2026-01-12'];
    const lines = [
      anOrderLine({ reservesOn: past }),
      anOrderLine({ id: '2', reserved: '4', reservesOn: '2026-12-20' }),
      anOrderLine({ id: '3', reservesOn: ahead }),
    ];
    await store(anOrder({ id: '1', number: 'S00042', lines }));
    expect((await orders()).orders).toMatchObject([
      { reserved: 'partly', reservesOn: ahead, lines: [{ reservesOn: null }, { reservesOn: '2026-12-20' }, { reservesOn: ahead }] },
    ]);
    // Kept by a release that did not read the day.
    await database().raw(
      `update erp_orders set lines = '[{"id": "1", "quantity": "1", "delivered": "0", "reserved": "0", "invoiced": "0"}]'`,
    );
    expect((await orders()).orders).toMatchObject([{ reservesOn: null, lines: [{ reservesOn: null }] }]);
  });

  it('are paid when all of it was invoiced and nothing is open', async () => {
    await store(anOrder({ id: '1', number: 'S00042', lines: [anOrderLine({ invoiced: '10' })], invoiceIds: ['a'] }));
    await database()('erpInvoices').update({ open: 0, status: 'paid' });
    expect((await orders()).orders).toMatchObject([{ paid: 'all' }]);
    await store(anOrder({ id: '1', number: 'S00042', lines: [anOrderLine({ invoiced: '5' })], invoiceIds: ['a'] }));
    expect((await orders()).orders).toMatchObject([{ invoiced: 'partly', paid: 'partly' }]);
  });

  it('of a service have nothing to reserve or deliver', async () => {
    await store(anOrder({ id: '1', number: 'S00042', lines: [anOrderLine({ delivered: null, reserved: null })] }));
    expect((await orders()).orders).toMatchObject([{ reserved: 'nothing', delivered: 'nothing', invoiced: 'none', paid: 'none' }]);
  });

  it('are not shown where nobody wanted them, nor of another portal', async () => {
    await store(anOrder({ id: '1', number: 'S00042' }));
    await database()('erpStreams').where({ stream: 'orders' }).update({ isOn: false });
    expect(await orders()).toEqual({ state: 'off' });
    await ask('/cards/deal-orders?objectTypeId=0-2&objectId=900').expect(400);
    await database()('erpStreams').where({ stream: 'orders' }).update({ isOn: true });
    await database()('erpConnections').where({ portalId: 7 }).update({ approvedAt: null });
    expect((await orders()).orders).toEqual([]);
  });
});
