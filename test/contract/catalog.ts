import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StreamName } from '../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { ReconnectError } from '../../server/shared/errors.ts';
import { describeAsking } from './catalog-asking.ts';
import { aLittleCatalog, CATALOG_STREAMS, type CatalogHarness } from './catalog-harness.ts';
import { describeFields } from './fields.ts';
import type { Declared } from './harness.ts';
import { failureOf, listAll, never, NOTHING, readAll, readOne, SETTLED_MS } from './reading.ts';

type Offer = { declares: Declared };
type Run = Offer & { current: () => CatalogHarness };

/** What a connector keeps that declares any of these streams, or the capability that goes with them. */
export function describeCatalogContract(name: string, makeHarness: () => Promise<CatalogHarness>, { declares }: Offer): void {
  const streams = CATALOG_STREAMS.filter((stream) => declares.streams[stream]);
  describe(`the ERP contract of products: ${name}`, () => {
    let harness: CatalogHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.close());
    const run: Run = { current: () => harness, declares };

    describeWhatAllHave(run, streams);
    // What is counted need not have fields of its own.
    if (declares.capabilities.describeFields)
      describeFields(
        run.current,
        streams.filter((one) => one !== 'stock'),
      );
    if (streams.includes('products')) describeProducts(run);
    if (streams.includes('prices')) describePrices(run);
    if (streams.includes('stock')) describeStock(run);
    if (declares.capabilities.catalog) describeAsking(run.current);
  });
}

const decimal = (text: string | undefined): number => Number(text);

function describeWhatAllHave({ current }: Run, streams: readonly StreamName[]): void {
  it('lists every record with the change stamp its page gave it', async () => {
    await aLittleCatalog(current());
    current().pass(SETTLED_MS);
    const erp = current().connect();
    for (const stream of streams) {
      const { records } = await readAll(erp, stream);
      expect(records.size).toBeGreaterThan(0);
      const stamps = new Map([...records.values()].map(({ id, changeStamp }) => [id, changeStamp]));
      expect(await listAll(erp, stream, { kind: 'all' })).toEqual(stamps);
    }
  });

  it('reads single records as its pages bring them, and leaves out what is not there', async () => {
    await aLittleCatalog(current());
    current().pass(SETTLED_MS);
    const erp = current().connect();
    for (const stream of streams) {
      const { records } = await readAll(erp, stream);
      const { records: found } = await erp.readByIds(stream, [...records.keys()], never);
      expect(new Map(found.map((record) => [record.id, record]))).toEqual(records);
      expect(await erp.readByIds(stream, [erpRecordId('99999999')], never)).toEqual(NOTHING);
    }
  });

  it.each(streams)('names the right that is missing to read %s', async (stream) => {
    await aLittleCatalog(current());
    current().pass(SETTLED_MS);
    const right = current().revokeRight(stream);
    const error = await failureOf(readAll(current().connect(), stream));
    expect(error).toBeInstanceOf(ReconnectError);
    expect(Object.values((error as ReconnectError).params)).toContain(right);
  });

  it('writes nothing', async () => {
    const { valve, list } = await aLittleCatalog(current());
    current().pass(SETTLED_MS);
    const before = current().everything();
    const erp = current().connect();
    for (const stream of streams) await readAll(erp, stream);
    await erp.capabilities.catalog?.choices(never);
    await erp.capabilities.catalog?.pricesOf(list, [valve], never);
    await erp.capabilities.catalog?.costsOf([valve], never);
    expect(current().everything()).toEqual(before);
  });
}

/** Everything once, an hour of quiet, and then what `change` changed. */
async function changesOf<S extends StreamName>({ current }: Run, stream: S, change: () => Promise<unknown>): ReturnType<typeof readAll<S>> {
  const { connect, pass } = current();
  pass(3_600_000);
  const begun = await readAll(connect(), stream);
  pass(3_600_000);
  const { next } = await readAll(connect(), stream, begun.next);
  pass(3_600_000);
  await change();
  pass(SETTLED_MS);
  return readAll(connect(), stream, next);
}

function describeProducts(run: Run): void {
  const { current, declares } = run;
  const read = (id: ErpRecordId) => readOne(current().connect(), 'products', id);

  describe('a product', () => {
    it('is read with what people know it by', async () => {
      const { valve, visit } = await aLittleCatalog(current());
      expect(await read(valve)).toMatchObject({
        sku: 'VAL-1',
        name: 'Válvula',
        kind: 'goods',
        isStocked: true,
        isSold: true,
        active: true,
      });
      expect(await read(visit)).toMatchObject({ sku: 'SRV-1', name: 'Visita', kind: 'service', isStocked: false, recurring: null });
      const { basePrice } = await read(valve);
      if (basePrice) expect([decimal(basePrice.amount), basePrice.currency]).toEqual([100, current().baseCurrency]);
    });

    it('comes again when it changed, and no other', async () => {
      const { valve, visit } = await aLittleCatalog(current());
      const { records } = await changesOf(run, 'products', () => current().catalog.renameProduct(valve, 'Válvula de bola'));
      expect(records.get(valve)?.name).toBe('Válvula de bola');
      if (declares.streams.products?.read === 'incremental') expect(records.has(visit)).toBe(false);
    });

    it('comes again when its cost was changed', async () => {
      const { valve } = await aLittleCatalog(current());
      const { records } = await changesOf(run, 'products', () => current().catalog.setCost(valve, '33.30'));
      expect([...records.keys()]).toContain(valve);
    });

    it('comes again when its price changed, with another change stamp', async () => {
      const { valve } = await aLittleCatalog(current());
      const { setPrice } = current().catalog;
      if (!setPrice) return;
      const before = (await read(valve)).changeStamp;
      const { records } = await changesOf(run, 'products', () => setPrice(valve, '123.45'));
      expect(decimal(records.get(valve)?.basePrice?.amount)).toBe(123.45);
      expect(records.get(valve)?.changeStamp).not.toBe(before);
    });

    it('stays when it is archived, and is gone when it is deleted', async () => {
      const { valve } = await aLittleCatalog(current());
      const unused = await current().catalog.createProduct({ name: 'Sin uso' });
      const { records } = await changesOf(run, 'products', () => current().catalog.archiveProduct(valve));
      expect(records.get(valve)?.active).toBe(false);
      await current().catalog.deleteProduct(unused);
      const erp = current().connect();
      expect(await erp.readByIds('products', [unused], never)).toEqual(NOTHING);
      const listed = await listAll(erp, 'products', { kind: 'all' });
      expect([listed.has(valve), listed.has(unused)]).toEqual([true, false]);
    });

    it('needs no code', async () => {
      const id = await current().catalog.createProduct({ name: 'Sin clave' });
      expect((await read(id)).name).toBe('Sin clave');
    });
  });
}

function describePrices(run: Run): void {
  const { current } = run;

  describe('a price of a list', () => {
    it('says of what list and product it is', async () => {
      const { valve, list } = await aLittleCatalog(current());
      current().pass(SETTLED_MS);
      const { records } = await readAll(current().connect(), 'prices');
      const own = [...records.values()].find(({ listId, amount }) => listId === list && decimal(amount ?? undefined) === 80);
      expect(own).toMatchObject({ appliesTo: { kind: 'product', id: valve }, currency: current().baseCurrency });
      expect(decimal(own?.minQuantity)).toBe(0);
    });

    it('comes again when it changed', async () => {
      const { valve, list } = await aLittleCatalog(current());
      const { records } = await changesOf(run, 'prices', () => current().catalog.setListPrice(list, valve, '75.50'));
      expect([...records.values()].map(({ listId, amount }) => [listId, decimal(amount ?? undefined)])).toContainEqual([list, 75.5]);
    });

    it('is no longer listed when it was removed', async () => {
      const { valve, list } = await aLittleCatalog(current());
      const { removeListPrice } = current().catalog;
      if (!removeListPrice) return;
      current().pass(SETTLED_MS);
      const before = await readAll(current().connect(), 'prices');
      const [own] = [...before.records.values()].filter(({ listId, amount }) => listId === list && decimal(amount ?? undefined) === 80);
      await removeListPrice(list, valve);
      current().pass(SETTLED_MS);
      expect((await listAll(current().connect(), 'prices', { kind: 'all' })).has(own!.id)).toBe(false);
      expect(await current().connect().readByIds('prices', [own!.id], never)).toEqual(NOTHING);
    });
  });
}

function describeStock(run: Run): void {
  const { current } = run;
  const read = async (id: ErpRecordId) => (await readOne(current().connect(), 'stock', id)).levels.map(numbers);
  const numbers = ({ warehouseId, onHand, reserved, incoming, expectedOn }: Level) => ({
    ...{
      warehouseId,
      onHand: Number(onHand),
      reserved: reserved === null ? null : Number(reserved),
      incoming: Number(incoming),
      expectedOn,
    },
  });

  describe('the stock of a product', () => {
    it('is told by warehouse, with what is ordered and the first day of it', async () => {
      const { valve, warehouse } = await aLittleCatalog(current());
      const { catalog } = current();
      await catalog.deliverStock(valve, warehouse, 2);
      await catalog.expectDelivery?.(valve, warehouse, 30, '2027-03-09');
      await catalog.expectDelivery?.(valve, warehouse, 10, '2027-02-01');
      const expected = catalog.expectDelivery ? { incoming: 40, expectedOn: '2027-02-01' } : { incoming: 0, expectedOn: null };
      const north = { warehouseId: warehouse, onHand: 10, reserved: catalog.reserveStock ? 0 : null, ...expected };
      expect(await read(valve)).toContainEqual(north);
      if (!catalog.reserveStock) return;
      await catalog.reserveStock(valve, warehouse, 4);
      expect(await read(valve)).toContainEqual({ ...north, reserved: 4 });
    });

    it('comes again when some came in, with another change stamp', async () => {
      const { valve, warehouse } = await aLittleCatalog(current());
      const before = (await readOne(current().connect(), 'stock', valve)).changeStamp;
      const { records } = await changesOf(run, 'stock', () => current().catalog.receiveStock(valve, warehouse, 3));
      expect(records.get(valve)?.levels.map(numbers)).toContainEqual(expect.objectContaining({ warehouseId: warehouse, onHand: 15 }));
      expect(records.get(valve)?.changeStamp).not.toBe(before);
    });

    it('comes again when some were ordered', async () => {
      const { valve, warehouse } = await aLittleCatalog(current());
      const { expectDelivery } = current().catalog;
      if (!expectDelivery) return;
      const { records } = await changesOf(run, 'stock', () => expectDelivery(valve, warehouse, 5, '2027-01-08'));
      expect(records.get(valve)?.levels.map(numbers)).toContainEqual(expect.objectContaining({ incoming: 5, expectedOn: '2027-01-08' }));
    });

    it('is there for a product that is counted and has none, and not for a service', async () => {
      const { visit } = await aLittleCatalog(current());
      const empty = await current().catalog.createProduct({ name: 'Agotado' });
      current().pass(SETTLED_MS);
      const { records } = await readAll(current().connect(), 'stock');
      expect(
        records
          .get(empty)
          ?.levels.filter((level) => Object.values(numbers(level)).some((value) => typeof value === 'number' && value !== 0)),
      ).toEqual([]);
      expect(records.has(visit)).toBe(false);
    });
  });
}

type Level = { warehouseId: string; onHand: string; reserved: string | null; incoming: string; expectedOn: string | null };
