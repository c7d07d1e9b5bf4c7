import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import type { FieldValues } from '../../../server/erp/shared/contract.ts';
import { failureOf, never, readOne } from '../../contract/reading.ts';
import { aceros, FULL, writing } from './writing-harness.ts';

const world = writing();
const { harness, fields, partner } = world;
const write = (id: ErpRecordId, values: FieldValues) => fields().write(id, values, never);
const read = async (id: ErpRecordId, names: readonly string[]) => (await fields().read([id], names, never)).get(id);

describe('writing fields', () => {
  it('writes these and no other, and answers what the server keeps', async () => {
    const { id } = aceros(world);
    const before = partner('C1');
    const values = {
      CardName: 'Aceros del Norte',
      GroupCode: '102',
      SalesPersonCode: '1',
      U_Region: 'Sur',
      U_Route: '7',
      FederalTaxID: null,
    };
    expect(await write(id, values)).toEqual(values);
    expect(partner('C1')).toEqual({
      ...before,
      ...{ CardName: 'Aceros del Norte', GroupCode: 102, SalesPersonCode: 1, U_Region: 'Sur', U_Route: 7, FederalTaxID: null },
      ...{ UpdateDate: expect.anything(), UpdateTime: expect.anything(), DataVersion: before.DataVersion + 1 },
    });
    expect(await write(id, { SalesPersonCode: null })).toEqual({ SalesPersonCode: null });
    expect(partner('C1')['SalesPersonCode']).toBe(-1);
  });

  it('writes into the bill-to address that is there, under its own name, and leaves delivery addresses alone', async () => {
    const { fake } = harness();
    const addresses = [
      { name: 'Fiscal', type: 'bo_ShipTo' as const, ...FULL },
      { name: 'Fiscal', ...FULL },
    ];
    const id = erpRecordId(fake.createPartner({ name: 'Aceros', addresses }));
    await write(id, { 'BillTo.Street': 'Hidalgo', 'BillTo.StreetNo': '3', 'BillTo.State': 'MX-JAL' });
    const [delivery, billing, ...others] = partner(id).BPAddresses;
    expect([delivery, others]).toMatchObject([{ Street: 'Juárez 12', State: 'NLE' }, []]);
    expect(billing).toMatchObject({ AddressName: 'Fiscal', Street: 'Hidalgo', StreetNo: '3', State: 'JAL', City: 'Monterrey' });
    expect((await readOne(harness().connect(), 'customers', id)).address.street).toBe('Hidalgo 3');
  });

  it('writes into the bill-to address that is the default, wherever it stands', async () => {
    const { fake } = harness();
    const addresses = ['Norte', 'Sur'].map((name) => ({ name, ...FULL }));
    const id = erpRecordId(fake.createPartner({ name: 'Aceros', addresses }));
    const tx = fake.store.begin();
    tx.patch('BusinessPartners', id, { BilltoDefault: 'Sur' });
    tx.commit();
    await write(id, { 'BillTo.City': 'Saltillo' });
    expect(partner(id).BPAddresses.map(({ City }) => City)).toEqual(['Monterrey', 'Saltillo']);
    expect(await read(id, ['BillTo.City'])).toEqual({ 'BillTo.City': 'Saltillo' });
  });

  it('makes a bill-to address where there is none, once', async () => {
    const id = erpRecordId(harness().fake.createPartner({ name: 'Aceros', addresses: [{ type: 'bo_ShipTo', ...FULL }] }));
    await write(id, { 'BillTo.City': null });
    expect(partner(id).BPAddresses).toHaveLength(1);
    for (const city of ['Saltillo', 'Monterrey']) await write(id, { 'BillTo.City': city });
    expect(partner(id).BPAddresses).toMatchObject([{ AddressName: 'Entrega' }, { AddressName: 'HubSpot', City: 'Monterrey' }]);
  });

  it('moves an address to another country with its state in one change, and refuses a state that does not fit', async () => {
    const { id } = aceros(world);
    expect(await failureOf(write(id, { 'BillTo.State': 'US-TX' }))).toMatchObject({ code: 'sap-b1.state_of_other_country' });
    const error = await failureOf(write(id, { 'BillTo.Country': 'US' }));
    expect(error).toMatchObject({ code: 'sap-b1.refused', params: { message: expect.stringContaining('[CRD1.State]') } });
    const moved = { 'BillTo.Country': 'US', 'BillTo.State': 'US-TX' };
    expect(await write(id, moved)).toEqual(moved);
  });

  it('says under whom a contact person stands, and moves it nowhere', async () => {
    const { ana } = aceros(world);
    expect((await fields().read([ana], ['CardCode'], never)).get(ana)).toEqual({ CardCode: 'C1' });
    expect(await failureOf(write(ana, { CardCode: 'C2' }))).toBeInstanceOf(RecordRejectedError);
    expect(partner('C1').ContactEmployees).toHaveLength(2);
  });

  it('writes into the ship-to address that is the default, and leaves the one of invoices alone', async () => {
    const { fake } = harness();
    const addresses = [{ name: 'Fiscal', ...FULL }, ...['Norte', 'Sur'].map((name) => ({ name, type: 'bo_ShipTo' as const, ...FULL }))];
    const id = erpRecordId(fake.createPartner({ name: 'Aceros', addresses }));
    const tx = fake.store.begin();
    tx.patch('BusinessPartners', id, { ShipToDefault: 'Sur' });
    tx.commit();
    await write(id, { 'ShipTo.City': 'Laredo', 'ShipTo.Country': 'US', 'ShipTo.State': 'US-TX', 'BillTo.City': 'Saltillo' });
    expect(partner(id).BPAddresses.map(({ AddressName, City }) => [AddressName, City])).toEqual([
      ['Fiscal', 'Saltillo'],
      ['Norte', 'Monterrey'],
      ['Sur', 'Laredo'],
    ]);
    expect(await read(id, ['BillTo.State', 'ShipTo.State'])).toEqual({ 'BillTo.State': 'MX-NLE', 'ShipTo.State': 'US-TX' });
  });

  it('makes a ship-to address where there is none, once, beside one of invoices that has its name', async () => {
    const { fake } = harness();
    const id = erpRecordId(fake.createPartner({ name: 'Aceros' }));
    await write(id, { 'BillTo.City': 'Saltillo', 'ShipTo.City': 'Apodaca' });
    await write(id, { 'ShipTo.City': 'Laredo', 'ShipTo.Street': null });
    expect(partner(id).BPAddresses).toMatchObject([
      { AddressName: 'HubSpot', AddressType: 'bo_BillTo', City: 'Saltillo' },
      { AddressName: 'HubSpot', AddressType: 'bo_ShipTo', City: 'Laredo' },
    ]);
  });

  it('does not say which of two addresses is refused where the server does not', async () => {
    const { id } = aceros(world);
    const [short, long] = ['64000', '6'.repeat(21)];
    expect(await failureOf(write(id, { 'BillTo.ZipCode': short, 'ShipTo.ZipCode': long }))).toMatchObject({ properties: [] });
    expect(await failureOf(write(id, { 'BillTo.City': 'Saltillo', 'ShipTo.ZipCode': long }))).toMatchObject({
      properties: ['ShipTo.ZipCode'],
    });
    expect(partner(id).BPAddresses).toMatchObject([{ City: 'Monterrey', ZipCode: '64000' }]);
  });

  it('changes one contact person and leaves the others as they are', async () => {
    const { ana, luis } = aceros(world);
    const [before] = partner('C1').ContactEmployees;
    expect(await write(luis, { Position: 'Finanzas', E_Mail: null })).toEqual({ Position: 'Finanzas', E_Mail: null });
    expect(partner('C1').ContactEmployees).toMatchObject([before!, { Name: 'Luis Peña', Position: 'Finanzas' }]);
    expect(await failureOf(write(ana, { Name: 'Luis Peña' }))).toBeInstanceOf(RecordRejectedError);
    expect(
      harness()
        .fake.calls()
        .filter(({ method }) => method === 'PUT'),
    ).toEqual([]);
  });

  it('twice is the same as once, and nothing is sent for nothing', async () => {
    const { id } = aceros(world);
    const values = { CardName: 'Aceros', 'BillTo.City': 'Saltillo' };
    expect([await write(id, values), await write(id, values), await write(id, {})]).toEqual([values, values, {}]);
    expect(
      harness()
        .fake.calls()
        .filter(({ method }) => method === 'PATCH'),
    ).toHaveLength(2);
  });

  it('writes all or nothing', async () => {
    const { id } = aceros(world);
    const before = partner('C1');
    const error = await failureOf(write(id, { CardName: 'Otro', PriceListNum: '99' }));
    expect(error).toMatchObject({ properties: ['PriceListNum'], params: { errorCode: -5002 } });
    expect(await failureOf(write(id, { CardName: 'Otro', Series: '1' }))).toMatchObject({ properties: ['Series'] });
    expect(partner('C1')).toBe(before);
  });

  it('says that a customer is gone, before the change and during it', async () => {
    const { id, ana } = aceros(world);
    expect(await failureOf(write(erpRecordId('GONE'), { CardName: 'x' }))).toMatchObject({ code: 'erp.record_gone' });
    expect(await failureOf(write(erpRecordId('C1#999'), { Position: 'x' }))).toMatchObject({ code: 'erp.record_gone' });
    harness().fake.faults.next({ kind: 'status', status: 404, body: { error: { code: '-2028', message: 'x' } }, match: /^PATCH/ });
    expect(await failureOf(write(id, { CardName: 'x' }))).toBeInstanceOf(RecordRejectedError);
    harness().fake.removePartner('C1');
    expect(await failureOf(write(ana, { Position: 'x' }))).toMatchObject({ code: 'erp.record_gone' });
  });

  it('writes to partners whose codes have signs of their own', async () => {
    const id = erpRecordId(harness().fake.createPartner({ code: "C'1/ñ #2", name: 'Signos' }));
    expect(await write(id, { CardName: 'Otros' })).toEqual({ CardName: 'Otros' });
  });
});
