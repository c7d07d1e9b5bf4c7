import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  approvedConnection,
  connectionId,
  customers,
  customersView,
  givenProperties,
  goLive,
  line,
  rulesOf,
} from '../support/customers-app.ts';
import { ask, company, hubspot, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

beforeEach(async () => {
  givenProperties('name', 'phone', 'tax_id', 'lifecyclestage');
  erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674', phone: '+34 911', country: 'ES' });
  await approvedConnection();
  await goLive(rulesOf({ mapping: [line('phone', 'phone')] }));
  await settle();
});

const link = { objectType: 'companies', customerId: '1' };
const freeze = (property: string | null, isFrozen = true) => customers('/freeze', { ...link, property, isFrozen }).expect(200);
const frozen = async (page = 1) => (await ask(`/customers/frozen?connectionId=${connectionId}&page=${page}`).expect(200)).body;
const counts = async () => (await customersView()).counts;
const phone = () => hubspot.get('companies', company as never)['phone'];

describe('what people froze', () => {
  it('is counted and listed with its record, and kept in step again when it is let go', async () => {
    expect(await frozen()).toEqual({ page: 1, pageCount: 1, total: 0, records: [] });
    await freeze('phone');
    await freeze(null);
    const url = `https://app.hubspot.com/contacts/7/record/0-2/${company}`;
    const record = { ...link, customerName: 'Aceros S.L.', recordId: company, recordName: 'Aceros', url };
    const by = { at: expect.any(String), by: null };
    const both = { ...record, isWhole: true, properties: ['phone'], frozenBy: { phone: by, '*': by } };
    expect(await frozen()).toEqual({ page: 1, pageCount: 1, total: 1, records: [both] });
    expect(await counts()).toMatchObject({ frozenRecords: 1, frozenFields: 1, oneWay: 0 });
    await freeze(null, false);
    expect((await frozen()).records).toMatchObject([{ isWhole: false, properties: ['phone'], frozenBy: { phone: by } }]);
    erp.edit('1', { phone: '+34 999' });
    await settle(120);
    expect(phone()).toBe('+34 911');
    await freeze('phone', false);
    await settle(120);
    expect(phone()).toBe('+34 999');
    expect(await counts()).toMatchObject({ frozenRecords: 0, frozenFields: 0 });
  });

  it('says who froze what and when, there and in the history, and who let it go', async () => {
    await database()('portalUsers').insert({ portalId: 7, userId: 5, email: 'ana@acme.mx', name: 'Ana Ruiz' });
    await freeze('phone');
    await freeze('phone');
    await freeze(null);
    const [one] = (await frozen()).records;
    const byAna = { at: expect.any(String), by: 'Ana Ruiz' };
    expect(one.frozenBy).toEqual({ phone: byAna, '*': byAna });
    await customers('/unfreeze-all').expect(200);
    const { changes } = (await ask(`/customers/changes?connectionId=${connectionId}`).expect(200)).body;
    const said = (changes as { property: string; rule: string; by: string | null; canUndo: boolean }[])
      .filter(({ rule }) => rule === 'frozen' || rule === 'released')
      .map(({ property, rule, by, canUndo }) => [property, rule, by, canUndo]);
    expect(said.toSorted()).toEqual([
      ['*', 'frozen', 'Ana Ruiz', false],
      ['*', 'released', 'Ana Ruiz', false],
      ['phone', 'frozen', 'Ana Ruiz', false],
      ['phone', 'released', 'Ana Ruiz', false],
    ]);
  });

  it('is let go all at once, also what the rules speak of no more; what goes one way stays', async () => {
    await freeze('phone');
    const [{ portalId, ...pair }] = await database()('fieldPairs').select();
    const json = { fields: '{}', orders: '{}' };
    const others = Array.from({ length: 26 }, (_, n) => ({ ...pair, ...json, portalId, customerId: `x${n}`, frozen: ['old'] }));
    const oneWay = { ...pair, ...json, portalId, customerId: 'one-way', isFrozen: true, isOneWay: true, frozen: [] };
    await database()('fieldPairs').insert([...others, oneWay]);
    expect([(await frozen()).records.length, (await frozen(2)).records.length]).toEqual([25, 2]);
    expect(await counts()).toMatchObject({ frozenRecords: 0, frozenFields: 27, oneWay: 1 });
    await customers('/freeze', { ...link, customerId: 'x1', property: 'old', isFrozen: false }).expect(200);
    expect((await customers('/unfreeze-all').expect(200)).body).toEqual({ records: 26 });
    expect(await frozen()).toMatchObject({ total: 0, records: [] });
    expect(await counts()).toMatchObject({ frozenFields: 0, oneWay: 1 });
    expect((await customers('/unfreeze-all').expect(200)).body).toEqual({ records: 0 });
  });

  it('is for administrators', async () => {
    await ask(`/customers/frozen?connectionId=${connectionId}`, { as: REP }).expect(403);
    await ask('/customers/unfreeze-all', { as: REP, body: { connectionId } }).expect(403);
    await customers('/freeze', { ...link, property: 'nothing', isFrozen: true }).expect(404, /not_found/);
  });
});
