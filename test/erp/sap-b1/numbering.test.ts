import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never, readAll, readOne } from '../../contract/reading.ts';
import { PROXY_ERROR } from '../../fakes/sap-b1/index.ts';
import { b1Harness, type B1Harness } from './harness.ts';

const COMPANY = { db: 'SBO_MX', name: 'Válvulas del Norte', localCurrency: 'MXN', taxId: 'VAN120315QX8' };

describe('numbers that two series of Business One give out', () => {
  let harness: B1Harness;
  let partner: string;
  const open = async (branches: readonly string[] = [], patchLevel: 'old' | '10.0' = '10.0') => {
    harness = await b1Harness({ companies: [{ ...COMPANY, branches }], patchLevel });
    partner = harness.fake.createPartner({ name: 'Aceros del Valle SA de CV' });
  };
  beforeEach(() => open());
  afterEach(() => harness.close());

  const invoice = (id: string) => readOne(harness.connect(), 'invoices', erpRecordId(id));
  const numbers = async (stream: 'invoices' | 'payments') =>
    [...(await readAll(harness.connect(), stream)).records.values()].map(({ number }) => number);
  const seriesAsked = () => harness.fake.calls().filter(({ path }) => path.includes('SeriesService_GetSeries'));

  it.each(['old', '10.0'] as const)('are told apart by the name of the series, on every document (%s)', async (patchLevel) => {
    await harness.close();
    await open([], patchLevel);
    const { fake } = harness;
    const one = { partner, total: '116.00', number: 1001 };
    const named = (set: 'Invoices' | 'CreditNotes' | 'DownPayments' | 'IncomingPayments', name: string) =>
      fake.addSeries({ set, name, firstNumber: 1001 });
    const first = fake.createInvoice(one);
    const second = fake.createInvoice({ ...one, series: named('Invoices', 'FAC-MX') });
    fake.creditNote({ ...one, series: named('CreditNotes', 'NC-MX') });
    fake.downPaymentInvoice({ ...one, series: named('DownPayments', 'ANT-MX') });
    fake.incomingPayment({ invoices: [first], number: 1001 });
    fake.incomingPayment({ invoices: [second], number: 1001, series: named('IncomingPayments', 'PAG-MX') });
    expect((await numbers('invoices')).sort()).toEqual(['1001', 'ANT-MX-1001', 'FAC-MX-1001', 'NC-MX-1001']);
    const payments = [...(await readAll(harness.connect(), 'payments')).records.values()];
    expect(payments.map(({ number, allocations }) => [number, allocations[0]?.label])).toEqual([
      ['1001', '1001'],
      ['PAG-MX-1001', 'PAG-MX-1001'],
    ]);
  });

  it('stand bare in what proves a document', async () => {
    const { fake } = harness;
    const series = fake.addSeries({ set: 'Invoices', name: 'FAC-MX', firstNumber: 1001 });
    const entry = fake.createInvoice({ partner, total: '116.00', date: '2026-11-20', series });
    const pays = fake.addSeries({ set: 'IncomingPayments', name: 'PAG-MX', firstNumber: 7 });
    const payment = fake.incomingPayment({ invoices: [entry], series: pays, date: '2026-11-21' });
    expect(await invoice(`13:${entry}`)).toMatchObject({ number: 'FAC-MX-1001', proof: `1001 2026-11-20 ${partner} 116` });
    expect(await readOne(harness.connect(), 'payments', erpRecordId(`24:${payment}`))).toMatchObject({
      number: 'PAG-MX-7',
      proof: `7 2026-11-21 ${partner} 0 116`,
    });
  });

  it.each(['Primary', 'Primario', 'Primaria', 'Primär', 'Primaire', 'Primário', 'PRIMARY'])(
    'stay alone in the series a company comes with, called %s',
    async (name) => {
      const { fake } = harness;
      fake.renameSeries(4, name);
      fake.createInvoice({ partner, total: '116.00', number: 1001 });
      expect(await numbers('invoices')).toEqual(['1001']);
    },
  );

  it.each(['2026', 'Primary2', 'PrimeMX', 'MX'])('do not stay alone in one of another name: %s', async (name) => {
    const { fake } = harness;
    fake.renameSeries(4, name);
    fake.createInvoice({ partner, total: '116.00', number: 1001 });
    expect(await numbers('invoices')).toEqual([`${name}-1001`]);
  });

  it('name the branch where the company has branches', async () => {
    await harness.close();
    await open(['Monterrey', 'Mérida, Centro']);
    const { fake } = harness;
    const south = fake.addSeries({ set: 'Invoices', name: 'FAC', firstNumber: 1001 });
    const north = fake.addSeries({ set: 'Invoices', name: 'FAC', firstNumber: 1001 });
    fake.createInvoice({ partner, total: '1.00', number: 1001 });
    fake.createInvoice({ partner, total: '1.00', series: north });
    const paid = fake.createInvoice({ partner, total: '1.00', series: south, branch: 'Mérida, Centro' });
    fake.incomingPayment({ invoices: [paid], number: 7 });
    expect(await numbers('invoices')).toEqual(['1001 (Monterrey)', 'FAC-1001 (Monterrey)', 'FAC-1001 (Mérida Centro)']);
    expect(await numbers('payments')).toEqual(['7 (Mérida Centro)']);
  });

  it('tell the orders of an invoice apart, which people also call otherwise', async () => {
    const { fake } = harness;
    const series = fake.addSeries({ set: 'Orders', name: 'PED-MX', firstNumber: 1001 });
    const orders = [fake.createOrder({ partner, total: '1.00', number: 1001 }), fake.createOrder({ partner, total: '1.00', series })];
    const line = { description: 'Servicio', price: '1.00' };
    const entry = fake.createInvoice({ partner, lines: [line, line], orders });
    expect(await invoice(`13:${entry}`)).toMatchObject({
      origin: '1001, PED-MX-1001',
      otherOrderNumbers: [
        { order: '1001', number: 'Primario-1001' },
        { order: 'PED-MX-1001', number: '1001' },
      ],
    });
  });

  it('are asked for the name of each series once', async () => {
    const { fake } = harness;
    const series = fake.addSeries({ set: 'Invoices', name: 'FAC-MX', firstNumber: 1001 });
    for (let at = 0; at < 3; at++) fake.createInvoice({ partner, total: '1.00', series });
    const erp = harness.connect();
    await readAll(erp, 'invoices');
    await erp.readByIds('invoices', [erpRecordId('13:1')], never);
    expect(seriesAsked()).toHaveLength(1);
  });

  it('stay alone where the user may not read the series', async () => {
    const { fake } = harness;
    const series = fake.addSeries({ set: 'Invoices', name: 'FAC-MX', firstNumber: 1001 });
    fake.createInvoice({ partner, total: '1.00', series });
    fake.revokeAuthorisation('SeriesService_GetSeries');
    expect(await numbers('invoices')).toEqual(['1001']);
  });

  it('wait for the name where the server is only away for a moment', async () => {
    const { fake } = harness;
    const series = fake.addSeries({ set: 'Invoices', name: 'FAC-MX', firstNumber: 1001 });
    const entry = fake.createInvoice({ partner, total: '1.00', series });
    const erp = harness.connect();
    fake.faults.next({ ...PROXY_ERROR, match: /SeriesService/ });
    await expect(erp.readByIds('invoices', [erpRecordId(`13:${entry}`)], never)).rejects.toMatchObject({ code: 'sap-b1.unavailable' });
    expect((await erp.readByIds('invoices', [erpRecordId(`13:${entry}`)], never)).records).toMatchObject([{ number: 'FAC-MX-1001' }]);
  });
});
