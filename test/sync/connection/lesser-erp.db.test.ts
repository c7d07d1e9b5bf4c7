import { describe, expect, it } from '@jest/globals';
import type { StreamName } from '../../../server/erp/shared/contract.ts';
import { connectionId, erpRecordId, portalId } from '../../../server/shared/ids.ts';
import { aLesserErp } from '../../support/erp.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { ask, company, connect, enqueue, erp, hubspot, onlyConnection, settle, useSettingsApp } from '../../support/settings-app.ts';

const OFFERS: [string, StreamName[]][] = [
  ['customers alone', ['customers']],
  ['customers and invoices', ['customers', 'invoices']],
];

// What a connector does not declare, nobody asks for: such an ERP throws at whoever does.
describe.each(OFFERS)('an ERP that offers %s, and can do nothing beyond reading', (_, streams) => {
  const database = useSettingsApp(() => aLesserErp(...streams));
  const hasInvoices = streams.includes('invoices');

  async function goLive(): Promise<string> {
    const id = await connect();
    await ask('/connections/approve', { body: { connectionId: id } }).expect(200);
    await settle();
    return id;
  }

  it('is shown with what it offers from the first moment, and becomes ready for approval', async () => {
    await ask('/portal', { body: { taxIdProperty: { companies: 'tax_id', contacts: null } } }).expect(200);
    const settings = { url: 'https://erp.example', key: 'top-secret-key' };
    const tested = await ask('/connections/test', { body: { system: 'memory', settings: { ...settings, companies: [] } } }).expect(200);
    expect(tested.body).toMatchObject({ name: 'Books', notices: [] });
    await ask('/connections', { body: { system: 'memory', name: 'Books', settings } }).expect(200);
    expect(await onlyConnection()).toMatchObject({ phase: 'reading', streams: streams.map((stream) => ({ stream, isComplete: false })) });
    await settle();
    const connection = await onlyConnection();
    expect(connection).toMatchObject({ phase: 'preview', hint: 'not_supported', hintUrl: null });
    expect(connection.streams).toMatchObject(streams.map((stream) => ({ stream, isComplete: true })));
    expect((await ask(`/preview?connectionId=${connection.id}`).expect(200)).body).toMatchObject({
      isComplete: true,
      customers: { total: 1, linkedBy: { tax_id: 1 } },
    });
  });

  it('cannot be made to announce its changes, and says so', async () => {
    const id = await connect();
    for (const answer of ['install', 'remove']) {
      const { body } = await ask('/connections/hint', { body: { connectionId: id, answer, admin: {} } }).expect(400);
      expect(body).toMatchObject({ code: 'hints.not_supported' });
    }
  });

  it('is written to HubSpot and shown on the card, without links into it', async () => {
    await goLive();
    expect(hubspot.get('companies', company as never)).toMatchObject({ erp_customer_key: 'memory:db-1:1' });
    const query = `objectTypeId=0-2&objectId=${company}`;
    const { body: card } = await ask(`/record?${query}`, { pages: '/cards' }).expect(200);
    expect(card).toMatchObject({ state: 'linked', customers: [{ name: 'Aceros S.L.', url: null }], lastPayment: null });
    const { body: table } = await ask(`/invoices?${query}`, { pages: '/cards' }).expect(200);
    expect(table.invoices).toMatchObject(hasInvoices ? [{ id: 'a', url: null }] : []);
  });

  it('is read on, compared by hour and by night, and refreshed from the card', async () => {
    const id = connectionId(await goLive());
    const names = async () => (await database()('erpCustomers').orderBy('erpId').select('name')).map(({ name }) => String(name));
    erp.set('customers', aCustomer({ id: '2', name: 'Tornillos' }));
    erp.set('invoices', anInvoice({ id: 'b', customerId: '2', total: '10.00' }));
    await settle(20);
    await enqueue(database(), 'pull', { portalId: portalId(7), connectionId: id });
    await settle();
    expect(await names()).toEqual(['Aceros S.L.', 'Tornillos']);

    for (const column of ['hourlyReconciledAt', 'nightlyReconciledAt']) {
      await database()('erpConnections').update({ [column]: null });
      erp.remove('customers', erpRecordId('2'));
      await enqueue(database(), 'reconcile', { portalId: portalId(7), connectionId: id });
      await settle(2);
    }
    expect(await names()).toEqual(['Aceros S.L.']);

    const body = { objectTypeId: '0-2', objectId: company };
    expect((await ask('/refresh', { body, pages: '/cards' }).expect(200)).body).toMatchObject({ accepted: true });
    erp.calls.length = 0;
    await settle(1);
    expect(erp.calls).toContain('readByIds customers');
    expect(await onlyConnection()).toMatchObject({ phase: 'live', status: 'active', notices: [] });
    expect((await ask('/problems').expect(200)).body.groups).toEqual([]);
  });
});
