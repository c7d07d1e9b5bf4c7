import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, never, NOTHING, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { NOT_FOUND_PAGE } from '../../fakes/sap-b1/index.ts';
import { b1Harness, type B1Harness } from './harness.ts';
import { connectThrough } from './broken-rows.ts';

const DAY_MS = 86_400_000;

describe('products', () => {
  let harness: B1Harness;
  let erp: ErpConnector;
  beforeEach(async () => {
    harness = await b1Harness();
    erp = harness.connect();
  });
  afterEach(() => harness.close());

  const read = (code: string) => readOne(erp, 'products', erpRecordId(code));
  const day = (fromNow: number) => new Date(harness.now().getTime() + fromNow * DAY_MS).toISOString().slice(0, 10);

  it('have what people know an item by', async () => {
    const group = harness.fake.createItemGroup('Válvulas');
    const code = harness.fake.createItem({
      code: 'VAL-1/2',
      name: 'Válvula de bola',
      foreignName: 'Ball valve',
      text: 'Acero inoxidable 316',
      barcode: '7501234567890',
      unit: 'pza',
      group,
    });
    expect(await read(code)).toEqual({
      id: 'VAL-1/2',
      groupId: null,
      sku: 'VAL-1/2',
      name: 'Válvula de bola',
      description: 'Acero inoxidable 316',
      unit: 'pza',
      barcode: '7501234567890',
      categories: [{ id: String(group), name: 'Válvulas' }],
      tags: [],
      kind: 'goods',
      isStocked: true,
      recurring: null,
      basePrice: null,
      taxes: [{ name: 'IVA trasladado 16 %', percent: '16', isIncluded: false }],
      isSold: true,
      active: true,
      companyId: null,
      createdAt: null,
      changeStamp: expect.any(String),
    });
  });

  it('are services or goods, sold or not, taxed or not', async () => {
    const { fake } = harness;
    const visit = fake.createItem({ name: 'Visita', kind: 'service', isStocked: false, foreignName: 'Visit', tax: null });
    const hour = fake.createItem({ name: 'Hora', kind: 'labour', isStocked: false, tax: 'IVAT0' });
    const truck = fake.createItem({ name: 'Camión', kind: 'asset', isSold: false, tax: 'UNKNOWN' });
    expect(await read(visit)).toMatchObject({ kind: 'service', isStocked: false, description: 'Visit', taxes: [] });
    expect(await read(hour)).toMatchObject({ kind: 'service', taxes: [{ percent: '0' }] });
    expect(await read(truck)).toMatchObject({ kind: 'goods', isSold: false, taxes: [] });
  });

  it('end on the day that limits them, which their stamp shows', async () => {
    const { fake } = harness;
    const blocked = fake.createItem({ name: 'Bloqueada', frozen: true });
    const later = fake.createItem({ name: 'Después', frozen: true, frozenFrom: day(2) });
    const until = fake.createItem({ name: 'Hasta mañana', valid: true, validTo: day(1) });
    const active = async () => (await Promise.all([blocked, later, until].map(read))).map((product) => product.active);
    const before = await listAll(erp, 'products', { kind: 'all' });
    expect(await active()).toEqual([false, true, true]);
    harness.pass(3 * DAY_MS);
    expect(await active()).toEqual([false, false, false]);
    const after = await listAll(erp, 'products', { kind: 'all' });
    expect([blocked, later, until].map((code) => after.get(erpRecordId(code)) !== before.get(erpRecordId(code)))).toEqual([
      false,
      true,
      true,
    ]);
    for (const code of [blocked, later, until]) expect(after.get(erpRecordId(code))).toBe((await read(code)).changeStamp);
  });

  it('show in their stamp that their group has another name', async () => {
    const { fake } = harness;
    const group = fake.createItemGroup('Valvulas');
    const code = fake.createItem({ name: 'Válvula', group });
    const before = (await read(code)).changeStamp;
    fake.renameItemGroup(group, 'Válvulas');
    harness.pass(3_700_000);
    const after = await read(code);
    expect(after.categories).toEqual([{ id: String(group), name: 'Válvulas' }]);
    expect(after.changeStamp).not.toBe(before);
    expect((await listAll(erp, 'products', { kind: 'all' })).get(after.id)).toBe(after.changeStamp);
  });

  it('know a group that was made a moment ago', async () => {
    harness.fake.createItem({ name: 'Vieja' });
    await readAll(erp, 'products');
    const group = harness.fake.createItemGroup('Nueva');
    expect((await read(harness.fake.createItem({ name: 'En la nueva', group }))).categories).toEqual([
      { id: String(group), name: 'Nueva' },
    ]);
  });

  it('are read without what the user may not read beside them', async () => {
    const { fake } = harness;
    const code = fake.createItem({ name: 'Válvula' });
    for (const set of ['ItemGroups', 'SalesTaxCodes', 'VatGroups']) fake.revokeAuthorisation(set);
    expect(await read(code)).toMatchObject({ categories: [{ id: '100', name: '100' }], taxes: [] });
  });

  it('are no fault of a connection whose user may not read them', async () => {
    harness.fake.revokeAuthorisation('Items');
    expect(await erp.check(never)).toEqual([]);
  });

  it.each(['products', 'prices', 'stock'] as const)('have the fields of items, as %s do', async (stream) => {
    const { name, label } = harness.addCustomField(stream);
    const fields = await erp.capabilities.describeFields!(stream, never);
    expect(fields).toContainEqual(expect.objectContaining({ name, label, isCustom: true }));
    expect(fields).toContainEqual(expect.objectContaining({ name: 'ItemName', isCustom: false }));
  });

  it('lose nothing that changes twice in one second', async () => {
    const { fake } = harness;
    const code = fake.createItem({ name: 'Uno' });
    harness.pass(3_600_000);
    const first = await readAll(erp, 'products');
    harness.pass(3_600_000);
    let { next } = await readAll(erp, 'products', first.next);
    fake.updateItem(code, { name: 'Dos' });
    const second = await readAll(erp, 'products', next);
    expect(second.records.get(erpRecordId(code))?.name).toBe('Dos');
    fake.updateItem(code, { name: 'Tres' });
    ({ next } = second);
    harness.pass(SETTLED_MS);
    expect((await readAll(erp, 'products', next)).records.get(erpRecordId(code))?.name).toBe('Tres');
  });

  it('are not read again because somebody bought some', async () => {
    const { fake } = harness;
    const code = fake.createItem({ name: 'Válvula' });
    harness.pass(3_600_000);
    const first = await readAll(erp, 'products');
    harness.pass(3_600_000);
    const { next } = await readAll(erp, 'products', first.next);
    fake.receiveStock(code, '01', 5);
    harness.pass(SETTLED_MS);
    expect((await readAll(erp, 'products', next)).records.size).toBe(0);
  });

  it('are all read, page by page, whatever their codes', async () => {
    const { fake } = harness;
    const odd = ["D'Angelo 1/2", "''", 'ÑANDÚ–µ 漢字', 'a:b', '1+1 & 2=?#%'];
    const codes = [...odd, ...Array.from({ length: 1_050 }, (_, at) => `A${String(at).padStart(5, '0')}`)];
    fake.transaction((at) => codes.forEach((code) => at.createItem({ code, name: code })));
    const { records, pages } = await readAll(erp, 'products');
    expect(pages).toBeGreaterThan(2);
    expect([...records.keys()].sort()).toEqual([...codes].sort());
    expect([...(await listAll(erp, 'products', { kind: 'all' })).keys()].sort()).toEqual([...codes].sort());
    expect((await erp.readByIds('products', odd.map(erpRecordId), never)).records.map(({ id }) => id).sort()).toEqual([...odd].sort());
  });

  it('are gone when they were removed', async () => {
    const { fake } = harness;
    const [kept, gone] = ['K', 'G'].map((code) => fake.createItem({ code, name: code }));
    fake.removeItem(gone!);
    expect((await erp.readByIds('products', [kept!, gone!].map(erpRecordId), never)).records.map(({ id }) => id)).toEqual([kept]);
    expect(await erp.readByIds('products', [erpRecordId(gone!)], never)).toEqual(NOTHING);
  });

  it('that cannot be understood are told about, and the page goes on', async () => {
    const { fake } = harness;
    const [good, bad, worse] = ['GOOD', 'BAD', 'WORSE'].map((code) => fake.createItem({ code, name: code }));
    const broken = connectThrough(harness, (row) =>
      row['ItemCode'] === bad && 'ItemName' in row ? { ...row, ItemName: 7 } : row['ItemCode'] === worse ? { ...row, Valid: {} } : row,
    );
    const page = await broken.readPage('products', null, never);
    expect(page.records.map(({ id }) => id)).toEqual([good]);
    expect(page.rejected).toEqual([
      { id: bad, code: 'sap-b1.unreadable_record', params: { field: 'ItemName' } },
      { id: worse, code: 'sap-b1.unreadable_record', params: { field: 'Valid' } },
    ]);
    expect([...(await listAll(broken, 'products', { kind: 'all' })).keys()].sort()).toEqual([bad, good, worse]);
  });

  it('have VAT groups where the localisation has them, at the rate of the day', async () => {
    await harness.close();
    harness = await b1Harness({ companies: [{ db: 'SBO_ES', name: 'Válvulas Ibéricas', localCurrency: 'EUR' }] });
    erp = harness.connect();
    const code = harness.fake.createItem({ name: 'Válvula' });
    // A server that does not have the other kind at all.
    harness.fake.faults.next({
      ...NOT_FOUND_PAGE,
      kind: 'status',
      status: 404,
      body: { error: { code: '-1000', message: 'x' } },
      match: /SalesTaxCodes/,
    });
    expect((await read(code)).taxes).toEqual([{ name: 'IVA repercutido general', percent: '21', isIncluded: false }]);
  });
});
