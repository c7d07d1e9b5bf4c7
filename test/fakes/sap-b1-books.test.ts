import { afterEach, describe, expect, it } from '@jest/globals';
import { startB1Fake } from './sap-b1/index.ts';
import type { B1CompanyInput, B1Fake } from './sap-b1/index.ts';
import type { DocumentRow, Row, TableName } from './sap-b1/rows.ts';
import { Schema } from './sap-b1/schema.ts';
import type { TypeSchema } from './sap-b1/schema.ts';

let fake: B1Fake;
afterEach(() => fake.close());

async function start(company?: B1CompanyInput): Promise<string> {
  fake = await startB1Fake(company ? { companies: [company] } : {});
  return fake.createPartner({ name: 'Aceros del Valle SA de CV' });
}
const figures = (entry: number): DocumentRow => fake.records('Invoices').find(({ DocEntry }) => DocEntry === entry) as DocumentRow;

describe('books', () => {
  it('take a reconciliation back to the cent, in foreign money too', async () => {
    const partner = await start({ db: 'US', name: 'Two', localCurrency: 'USD', rates: { MXN: 0.0537 } });
    const invoice = fake.createInvoice({ partner, total: '999.99', currency: 'MXN' });
    const payment = fake.incomingPayment({ partner, amount: '333.33', currency: 'MXN' });
    const number = fake.reconcile({ payment, invoices: [invoice] });
    const { PaidToDateFC } = figures(invoice);
    expect(PaidToDateFC).toBeGreaterThan(333);
    fake.incomingPayment({ invoices: [invoice] });
    expect(figures(invoice)).toMatchObject({ PaidToDateFC: 999.99, PaidToDate: 53.7, DocumentStatus: 'bost_Close' });
    fake.cancelReconciliation(number);
    const left = Math.round((999.99 - Number(PaidToDateFC)) * 100) / 100;
    expect(figures(invoice)).toMatchObject({ PaidToDateFC: left, DocumentStatus: 'bost_Open' });
    fake.closeInvoice(invoice);
    expect(figures(invoice)).toMatchObject({ PaidToDateFC: left, DocumentStatus: 'bost_Close' });
  });

  it('carry no property and no enum value the metadata does not name', async () => {
    const partner = await start();
    const invoice = fake.createInvoice({ partner, total: '10.00' });
    fake.creditNote({ invoice, amount: '1.00' });
    fake.downPaymentInvoice({ partner, total: '5.00' });
    for (const method of ['check', 'cash', 'transfer'] as const) fake.incomingPayment({ invoices: [invoice], amount: '1.00', method });
    const schema = new Schema('10.0');
    const unknown = [...schema.sets].flatMap(([set, type]) =>
      fake.records(set as TableName).flatMap((row) => strangers(schema, type, row)),
    );
    expect(unknown).toEqual([]);
  });
});

function strangers(schema: Schema, type: TypeSchema, row: Row): string[] {
  return Object.entries(row).flatMap(([name, value]): string[] => {
    if (name.startsWith('_')) return [];
    const property = type.properties.get(name);
    if (!property) return [`${type.name}.${name}`];
    const complex = schema.complex(property.type);
    if (complex) return (value as readonly Row[]).flatMap((inner) => strangers(schema, complex, inner));
    const isFine = !schema.isEnum(property.type) || value === null || schema.enumMember(property.type, String(value)) === value;
    return isFine ? [] : [`${type.name}.${name} ${String(value)}`];
  });
}
