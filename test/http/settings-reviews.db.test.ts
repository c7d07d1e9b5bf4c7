import { describe, expect, it } from '@jest/globals';
import { recordId } from '../../server/shared/ids.ts';
import { ask, company, connect, hubspot, onlyConnection, REP, settle, useSettingsApp } from '../support/settings-app.ts';

const db = useSettingsApp();

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
    expect((await onlyConnection()).health).toMatchObject({ leftOut: 1, whyLeftOut: { notFound: 1, byPeople: 0 } });
    expect((await ask('/reviews/unmatched').expect(200)).body).toMatchObject({ total: 1, customers: [{ customerId: '1' }] });
    expect((await ask('/reviews/leave-out', { body: {} }).expect(200)).body).toEqual({ decided: 1, refused: 0 });
    expect((await ask('/overview')).body.toDecide).toMatchObject({ customers: 0 });
    expect((await onlyConnection()).health).toMatchObject({ leftOut: 1, whyLeftOut: { notFound: 0, byPeople: 1 } });
  });

  it('are as many on the overview, each for the reason why no record shows it', async () => {
    hubspot.remove('companies', recordId(company));
    const connectionId = await connect();
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    const isIn = async () => {
      const { health } = await onlyConnection();
      return {
        leftOut: health.leftOut,
        ...health.whyLeftOut,
        toDecide: health.leftOutToDecide,
        listed: (await ask('/overview')).body.toDecide.customers,
      };
    };
    const one = { leftOut: 1, notFound: 0, inQuestion: 0, byPeople: 0, deleted: 0, toDecide: 0, listed: 0 };
    expect(await isIn()).toEqual({ ...one, notFound: 1, toDecide: 1, listed: 1 });
    const match = (over: object) => db()('customerMatches').where({ portalId: 7, customerId: '1' }).update(over);
    await match({ state: 'ambiguous' });
    expect(await isIn()).toEqual({ ...one, inQuestion: 1, toDecide: 1, listed: 1 });
    await match({ state: 'ignored', candidates: '[{"reason":"deleted"}]' });
    expect(await isIn()).toEqual({ ...one, deleted: 1 });
    await match({ candidates: '[{"reason":"deleted","isFormer":true}]' });
    expect(await isIn()).toEqual({ ...one, deleted: 1, toDecide: 1, listed: 1 });
    await match({ state: 'ignored', candidates: '[]' });
    expect(await isIn()).toEqual({ ...one, byPeople: 1 });
    // The company whose books the ERP keeps is nobody's customer, and stands on neither.
    await match({ state: 'unmatched' });
    const identity = { companies: [{ id: '1', customerId: '1' }] };
    await db()('erpConnections').update({ identity: db().raw('identity || ?::jsonb', [JSON.stringify(identity)]) });
    expect(await isIn()).toEqual({ ...one, leftOut: 0 });
  });
});
