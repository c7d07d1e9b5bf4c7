import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordRejectedError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import type { OdooVersion } from '../../fakes/odoo/types.ts';
import { odooHarness } from './harness.ts';

let harness: Awaited<ReturnType<typeof odooHarness>>;
let partner: number;

const begin = async (version: OdooVersion) => {
  harness = await odooHarness({ version, botGroups: 'sales' });
  harness.fake.grantRight('account.move', 'write');
  harness.fake.grantRight('account.move', 'read');
  partner = await harness.fake.createPartner({ name: 'Aceros', is_company: true, email: 'compras@aceros.mx' });
};
afterEach(() => harness.close());

const quotation = () =>
  harness.fake.transaction((erp) => erp.sales.createOrder({ partner, lines: [{ name: 'Válvula', price: '90', quantity: 1 }] }));
const send = (kind: 'invoice' | 'quotation', id: number) =>
  harness.connect().capabilities.commands!.run('sendDocument', { key: 'HS-1-D1-1', input: { kind, id: erpRecordId(id) } }, never);
const isSent = (kind: 'invoice' | 'quotation', id: number) =>
  harness.connect().capabilities.documents!.isSent({ kind, id: erpRecordId(id) }, never);

describe.each([18, 19] as const)('a document that Odoo %i sends', (version) => {
  beforeEach(() => begin(version));

  it('is a quotation with its own template, once', async () => {
    const id = await quotation();
    expect(await isSent('quotation', id)).toBe(false);
    expect(await send('quotation', id)).toMatchObject({ isChanged: true });
    expect(await send('quotation', id)).toMatchObject({ isChanged: false });
    expect([harness.fake.db.sent, await isSent('quotation', id)]).toEqual([[`sale.order ${id}`], true]);
  });

  it('is an invoice by e-mail, once', async () => {
    const id = await harness.fake.createInvoice({ partner, total: '1160.00' });
    expect(await send('invoice', id)).toMatchObject({ isChanged: true, number: expect.stringContaining('INV') });
    expect(await send('invoice', id)).toMatchObject({ isChanged: false });
    expect([harness.fake.db.sent, await isSent('invoice', id)]).toEqual([[`account.move ${id}`], true]);
  });

  it('is none where the customer has no address, or there is no such document', async () => {
    await harness.fake.updatePartner(partner, { email: null });
    expect(await failureOf(send('quotation', await quotation()))).toMatchObject({ code: 'order.no_address' });
    expect(await failureOf(send('invoice', 999_999))).toMatchObject({ code: 'erp.record_gone' });
    const draft = await harness.fake.createInvoice({ partner, total: '10.00', draft: true });
    expect(await failureOf(send('invoice', draft))).toMatchObject({ code: 'order.not_sendable' });
    expect(harness.fake.db.sent).toEqual([]);
  });

  it('is in doubt when the answer was lost, and Odoo says afterwards that it went', async () => {
    const id = await quotation();
    harness.fake.faults.once({ kind: 'reset', afterWork: true }, { method: ['action_send_mail'] });
    expect(await failureOf(send('quotation', id))).toBeInstanceOf(UnclearOutcomeError);
    expect(await isSent('quotation', id)).toBe(true);
  });
});

it('sends nothing where Odoo 16 would need a browser for it', async () => {
  await begin(16);
  const error = await failureOf(send('quotation', await quotation()));
  expect(error).toBeInstanceOf(RecordRejectedError);
  expect(error).toMatchObject({ code: 'order.not_sendable' });
});
