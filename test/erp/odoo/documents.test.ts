import { afterEach, describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { odooHarness } from './harness.ts';

let harness: Awaited<ReturnType<typeof odooHarness>>;
afterEach(() => harness.close());

describe.each([16, 17, 18, 19] as const)('the PDF of an invoice in Odoo %i', (version) => {
  it('has an address of its own, also for a user who only reads invoices', async () => {
    harness = await odooHarness({ version, botGroups: 'readonly' });
    const partner = await harness.fake.createPartner({ name: 'Aceros', is_company: true });
    const invoice = erpRecordId(await harness.fake.createInvoice({ partner, total: '1160.00' }));
    const { documents } = harness.connect().capabilities;
    const address = await documents!.invoicePdf(invoice, never);
    expect(address).toMatch(
      new RegExp(`^${harness.fake.url}/my/invoices/${invoice}\\?access_token=[\\w-]+&report_type=pdf&download=true$`),
    );
    expect(await documents!.invoicePdf(invoice, never)).toBe(address);
  });

  it('is none where there is no such invoice', async () => {
    harness = await odooHarness({ version, botGroups: 'readonly' });
    const { documents } = harness.connect().capabilities;
    for (const id of ['999999', 'payment-3', String(2 ** 40)])
      expect(await failureOf(documents!.invoicePdf(erpRecordId(id), never))).toBeInstanceOf(RecordRejectedError);
  });
});
