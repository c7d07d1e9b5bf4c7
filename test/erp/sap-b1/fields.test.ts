import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../server/shared/errors.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { PROXY_ERROR } from '../../fakes/sap-b1/index.ts';
import { b1Harness, type B1Harness } from './harness.ts';

describe('user-defined fields', () => {
  let harness: B1Harness;
  beforeEach(async () => {
    harness = await b1Harness();
  });
  afterEach(() => harness.close());

  const fields = async (stream: 'customers' | 'invoices' | 'payments') => {
    const all = await harness.connect().capabilities.describeFields!(stream, never);
    return all.filter(({ isCustom }) => isCustom);
  };
  const asked = () => harness.fake.calls().flatMap(({ path }) => (path.includes('/UserFieldsMD') ? decodeURIComponent(path) : []));

  it('have the titles, types, sizes and choices that administrators gave them', async () => {
    const custom = { isCustom: true, isWritable: true };
    const regions = [
      { value: 'Norte', label: 'Norte y frontera' },
      { value: 'Bajio', label: 'Bajío' },
      { value: 'Sur', label: 'Sureste' },
    ];
    expect(await fields('customers')).toEqual([
      { name: 'U_Region', label: 'Región de ventas', type: 'choice', options: regions, maxLength: 20, ...custom },
      { name: 'U_Route', label: 'Ruta de reparto', type: 'number', ...custom },
    ]);
    expect(await fields('invoices')).toEqual([
      { name: 'U_DealId', label: 'Oportunidad en el CRM', type: 'text', maxLength: 30, ...custom },
      { name: 'U_Project', label: 'Obra', type: 'reference', maxLength: 20, ...custom },
      { name: 'U_DeliveredOn', label: 'Entregado el', type: 'date', ...custom },
    ]);
    expect(await fields('payments')).toEqual([{ name: 'U_Collector', label: 'Cobrador', type: 'text', maxLength: 40, ...custom }]);
  });

  it('are all met, however many there are, the first one included', async () => {
    for (let at = 0; at < 450; at++) harness.fake.addUserField('BusinessPartners', { name: `F${at}`, title: `Campo ${at}` }, false);
    expect((await fields('customers')).map(({ name }) => name)).toEqual([
      'U_Region',
      'U_Route',
      ...Array.from({ length: 450 }, (_, at) => `U_F${at}`),
    ]);
    expect(asked().filter((path) => path.includes("'OCRD'"))).toHaveLength(3);
  });

  it('are known by name alone to a user who may not read their titles', async () => {
    harness.fake.revokeAuthorisation('UserFieldsMD');
    expect(await fields('customers')).toMatchObject([
      { name: 'U_Region', label: 'Region', type: 'text' },
      { name: 'U_Route', label: 'Route', type: 'number' },
    ]);
    harness.fake.grantAuthorisation('UserFieldsMD');
    harness.fake.faults.next({
      kind: 'status',
      status: 400,
      body: { error: { code: '-1', message: 'x' } },
      match: /UserFieldsMD/,
      times: 9,
    });
    expect(await fields('payments')).toMatchObject([{ name: 'U_Collector', label: 'Collector' }]);
  });

  it('are not taken for untitled because the server has a bad moment', async () => {
    harness.fake.faults.next({ ...PROXY_ERROR, match: /UserFieldsMD/ });
    const erp = harness.connect();
    expect(await failureOf(erp.capabilities.describeFields!('customers', never))).toBeInstanceOf(TransientError);
    expect(await erp.capabilities.describeFields!('customers', never)).toContainEqual(
      expect.objectContaining({ label: 'Región de ventas' }),
    );
  });

  it('are those of the database, whatever the node that answers remembers', async () => {
    harness.fake.addUserField('BusinessPartners', { name: 'Nuevo', title: 'Apenas creado' }, false);
    expect(await fields('customers')).toContainEqual(expect.objectContaining({ name: 'U_Nuevo', label: 'Apenas creado' }));
  });

  it('are asked for once an hour at most', async () => {
    const erp = harness.connect();
    await erp.capabilities.describeFields!('customers', never);
    const before = asked().length;
    await erp.capabilities.describeFields!('invoices', never);
    expect(asked().length).toBe(before);
    harness.pass(3_700_000);
    await erp.capabilities.describeFields!('payments', never);
    expect(asked().length).toBe(2 * before);
  });
});
