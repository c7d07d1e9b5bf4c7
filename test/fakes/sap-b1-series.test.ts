import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { B1Caller } from './sap-b1/caller.ts';
import { startB1Fake, type B1Fake } from './sap-b1/index.ts';

describe('numbering series', () => {
  let fake: B1Fake;
  let client: B1Caller;
  let partner: string;
  beforeEach(async () => {
    const company = { db: 'SBO_MX', name: 'Válvulas del Norte', localCurrency: 'MXN', branches: ['Monterrey', 'Mérida'] };
    fake = await startB1Fake({ companies: [company] });
    client = new B1Caller(fake);
    await client.login();
    partner = fake.createPartner({ name: 'Aceros del Valle SA de CV' });
  });
  afterEach(() => fake.close());

  const heads = (set: string) => client.all(`${set}?$select=DocNum,Series,SeriesString,BPLName`);
  const series = (number: number) => client.post('SeriesService_GetSeries', { SeriesParams: { Series: number } });

  it('may give out one number twice, and only a service knows their names', async () => {
    const mexico = fake.addSeries({ set: 'Invoices', name: 'FAC-MX', firstNumber: 20_001 });
    const first = fake.createInvoice({ partner, total: '1.00' });
    fake.createInvoice({ partner, total: '1.00', series: mexico, branch: 'Mérida' });
    fake.incomingPayment({ invoices: [first] });
    expect(await heads('Invoices')).toMatchObject([
      { DocNum: 20_001, Series: 4, SeriesString: null, BPLName: 'Monterrey' },
      { DocNum: 20_001, Series: mexico, SeriesString: null, BPLName: 'Mérida' },
    ]);
    expect(await client.all('IncomingPayments?$select=DocNum,Series,BPLName')).toMatchObject([
      { DocNum: 70_001, Series: 15, BPLName: 'Monterrey' },
    ]);
    expect((await series(4)).body).toMatchObject({ Series: 4, Name: 'Primario', Document: '13' });
    expect((await series(mexico)).body).toMatchObject({ Series: mexico, Name: 'FAC-MX', Document: '13' });
    expect((await client.get('CompanyService_GetAdminInfo')).body).toMatchObject({ EnableBranches: 'tYES' });
  });

  it('are told by POST alone, and not to everybody', async () => {
    expect((await series(999)).status).toBe(404);
    expect((await client.get('SeriesService_GetSeries')).status).toBe(400);
    fake.revokeAuthorisation('SeriesService_GetSeries');
    expect((await series(4)).status).toBe(403);
  });

  it('number documents of their own kind only', () => {
    const orders = fake.addSeries({ set: 'Orders', name: 'PED-MX', firstNumber: 1 });
    expect(() => fake.createInvoice({ partner, total: '1.00', series: orders })).toThrow('is not of Invoices');
    expect(() => fake.addSeries({ set: 'Orders', name: 'NINE-LONG', firstNumber: 1 })).toThrow('too long');
    expect(() => fake.createInvoice({ partner, total: '1.00', branch: 'León' })).toThrow('no branch');
  });
});
