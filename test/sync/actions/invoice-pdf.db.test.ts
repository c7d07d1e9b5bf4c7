import { beforeEach, describe, expect, it } from '@jest/globals';
import { RecordRejectedError, TransientError } from '../../../server/shared/errors.ts';
import { recordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
let company: string;
let asked: ErpRecordId[];

beforeEach(async () => {
  company = app().portal.users.createCompany({ name: 'Acme' });
  await app().engine.book({ customers: [aCustomer({ id: '1' })] });
  await app().engine.link('companies', '1', recordId(company));
  asked = [];
  answer(async (id) => `https://erp.example/my/invoices/${id}?access_token=t&report_type=pdf`);
});

const answer = (invoicePdf: (id: ErpRecordId) => Promise<string>) => {
  app().capabilities.documents = { invoicePdf: (id) => (asked.push(id), invoicePdf(id)), isSent: async () => false };
};
const invoice = () => app().engine.book({ invoices: [anInvoice({ id: 'a', number: 'INV/7' })] });
const outputsOf = (callbackId: string) => app().hubspot.workflows.run(callbackId).outputs;
async function get(): Promise<string> {
  const run = await app().start({ step: 'invoice_pdf', objectType: 'companies', objectId: company });
  await app().later(1_000);
  return run.callbackId;
}

describe('the link to an invoice PDF', () => {
  it("is the ERP's own, and a repeated call is answered what was stored", async () => {
    await invoice();
    const callbackId = await get();
    const link = 'https://erp.example/my/invoices/a?access_token=t&report_type=pdf';
    expect(outputsOf(callbackId)).toEqual({ result: 'found', erp_number: 'INV/7', link });
    const again = await app().hubspot.workflows.replay(callbackId);
    expect(JSON.parse(again!.text)).toMatchObject({ outputFields: { result: 'found', link, hs_execution_state: 'SUCCESS' } });
    expect(asked).toEqual(['a']);
  });

  it('is none where nothing was invoiced', async () => {
    expect(outputsOf(await get())).toMatchObject({ result: 'no_invoice' });
    expect(asked).toEqual([]);
  });

  it('is said plainly not to be offered', async () => {
    await invoice();
    delete app().capabilities.documents;
    expect(outputsOf(await get())).toMatchObject({
      result: 'not_offered',
      erp_number: 'INV/7',
      reason: expect.stringContaining('no service'),
    });
  });

  it('is asked for again while the ERP is away, and not for ever', async () => {
    await invoice();
    answer(() => Promise.reject(new TransientError('Away', { code: 'outbound.timed_out' })));
    const callbackId = await get();
    await app().later(60_000);
    expect(asked.length).toBeGreaterThan(1);
    await app().later(10 * 60_000);
    await app().later(60_000);
    expect(outputsOf(callbackId)).toMatchObject({ result: 'failed' });
  });

  it('of an invoice that is gone is none', async () => {
    await invoice();
    answer(() => Promise.reject(new RecordRejectedError('Gone', { code: 'erp.record_gone' })));
    expect(outputsOf(await get())).toMatchObject({ result: 'no_invoice' });
  });

  it('is not asked for while the connection is paused', async () => {
    await invoice();
    await app().engine.db('erpConnections').update({ status: 'paused' });
    const callbackId = await get();
    expect(asked).toEqual([]);
    await app().engine.db('erpConnections').update({ status: 'active' });
    await app().later(61_000);
    expect(outputsOf(callbackId)).toMatchObject({ result: 'found' });
  });
});
