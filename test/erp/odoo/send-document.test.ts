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

  it('did not go where Odoo reached no mail server, although Odoo calls it sent; and goes when it does', async () => {
    const id = await quotation();
    harness.fake.db.mailServer = 'down';
    expect(await failureOf(send('quotation', id))).toMatchObject({ code: 'order.mail_server_failed', params: { document: 'S00001' } });
    expect([harness.fake.record('sale.order', id)?.state, await isSent('quotation', id)]).toEqual(['sent', false]);
    harness.fake.db.mailServer = 'up';
    expect(await send('quotation', id)).toMatchObject({ isChanged: true });
    expect(await send('quotation', id)).toMatchObject({ isChanged: false });
    expect([harness.fake.db.sent, await isSent('quotation', id)]).toEqual([[`sale.order ${id}`], true]);
  });

  it('is in doubt while its mail server says nothing, and is not sent beside', async () => {
    const id = await quotation();
    harness.fake.db.mailServer = 'hangs';
    harness.fake.faults.once({ kind: 'reset', afterWork: true }, { method: ['action_send_mail'] });
    expect(await failureOf(send('quotation', id))).toBeInstanceOf(UnclearOutcomeError);
    expect(await isSent('quotation', id)).toBe(false);
    harness.fake.db.mailServer = 'up';
    expect(await send('quotation', id)).toMatchObject({ isChanged: false });
    expect(harness.fake.db.sent).toEqual([]);
  });

  it('did not go to a customer whose address was refused, whoever else got a copy', async () => {
    const id = await harness.fake.createInvoice({ partner, total: '1160.00' });
    const follower = await harness.fake.createPartner({ name: 'Ana Ruiz', is_company: false, email: 'ana@puente.mx' });
    await harness.fake.transaction(({ books }) => books.tx.update('account.move', id, { message_partner_ids: [follower] }));
    harness.fake.db.refusedAddresses.add('compras@aceros.mx');
    expect(await failureOf(send('invoice', id))).toMatchObject({
      ...{ code: 'order.mail_refused', params: { message: expect.stringMatching(/^SMTPRecipientsRefused.*No such user/) } },
    });
    expect([harness.fake.record('account.move', id)?.is_move_sent, await isSent('invoice', id)]).toEqual([true, false]);
    harness.fake.db.refusedAddresses.clear();
    expect(await send('invoice', id)).toMatchObject({ isChanged: true });
    expect(await isSent('invoice', id)).toBe(true);
  });

  it('did not go although another message about it did', async () => {
    const id = await quotation();
    await harness.fake.transaction(({ books: { tx } }) => {
      const message = tx.insert('mail.message', { model: 'sale.order', res_id: id, subject: null });
      const to = { mail_message_id: message, res_partner_id: partner, notification_type: 'email', notification_status: 'sent' };
      tx.insert('mail.notification', { ...to, failure_type: null, failure_reason: null });
    });
    harness.fake.db.mailServer = 'down';
    expect(await failureOf(send('quotation', id))).toMatchObject({ code: 'order.mail_server_failed' });
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
