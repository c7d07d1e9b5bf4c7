import { describe, expect, it } from '@jest/globals';
import { recordId } from '../../server/shared/ids.ts';
import { ask, company, connect, hubspot, REP, settle, useSettingsApp } from '../support/settings-app.ts';

useSettingsApp();

describe('customers to decide', () => {
  it('lists ambiguous customers and links the one chosen', async () => {
    const twin = hubspot.add('companies', { name: 'Aceros bis', tax_id: 'ESB12345674' });
    const connectionId = await connect();
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    expect(hubspot.writes).toEqual([]);
    const { body } = await ask('/reviews').expect(200);
    const records = [company, twin].map((recordId) => ({ recordId, facts: { taxId: ['ESB12345674'] } }));
    expect(body).toMatchObject({
      total: 1,
      groups: [{ customers: [{ customerId: '1', owed: [{ amount: '250', currency: 'EUR' }] }], records }],
    });
    expect((await ask('/overview')).body.toDecide).toMatchObject({ customers: 1 });
    const decisions = [{ connectionId, customerId: '1', objectType: 'companies', answer: 'link', recordId: twin }];
    expect((await ask('/reviews/decide', { body: { decisions } }).expect(200)).body).toEqual({ decided: 1, refused: 0 });
    await settle();
    expect(Number(hubspot.get('companies', twin)['erp_open_amount'])).toBe(250);
    expect((await ask('/reviews')).body.total).toBe(0);
    expect((await ask('/overview')).body.toDecide).toMatchObject({ customers: 0 });
  });

  it('are left out by administrators alone', async () => {
    for (const path of ['/reviews', '/reviews/unmatched']) await ask(path, { as: REP }).expect(403);
    for (const path of ['/reviews/leave-out', '/reviews/create-anew']) await ask(path, { as: REP, body: {} }).expect(403);
    hubspot.remove('companies', recordId(company));
    const connectionId = await connect();
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    expect((await ask('/overview')).body.toDecide).toMatchObject({ customers: 1 });
    expect((await ask('/reviews/unmatched').expect(200)).body).toMatchObject({ total: 1, customers: [{ customerId: '1' }] });
    expect((await ask('/reviews/leave-out', { body: {} }).expect(200)).body).toEqual({ decided: 1, refused: 0 });
    expect((await ask('/overview')).body.toDecide).toMatchObject({ customers: 0 });
  });
});
