import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomerStanding } from '../../../server/erp/shared/contract.ts';
import { TransientError } from '../../../server/shared/errors.ts';
import { recordId } from '../../../server/shared/ids.ts';
import { storeProducts } from '../../../server/streams/products/store.ts';
import { storeStock } from '../../../server/streams/stock/store.ts';
import { DEFAULT_CATALOG_RULES } from '../../../server/sync/connection/catalog-rules.ts';
import { aProduct, aStock } from '../../support/catalog.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
let company: string;
let deal: string;

beforeEach(async () => {
  const { db, scope, now } = app().engine;
  company = app().portal.users.createCompany({ name: 'Acme' });
  deal = app().portal.users.createDeal({ dealname: 'Renewal', amount: '500', deal_currency_code: 'EUR' }, company);
  await app().engine.book({ customers: [aCustomer({ id: '1', number: 'C-1' })] });
  await app().engine.link('companies', '1', recordId(company));
  await db('catalogRules').insert({ ...scope, rules: JSON.stringify(DEFAULT_CATALOG_RULES), approvedAt: now });
  const mirror = { ...scope, generation: 1, now };
  await db.transaction(async (trx) => {
    await storeProducts(trx, mirror, [aProduct({ id: '1' }), aProduct({ id: '2' })]);
    await storeStock(trx, mirror, [aStock('1', '10'), aStock('2', '3')]);
  });
});

async function check(): Promise<Record<string, string>> {
  const run = await app().start({ step: 'check_deal', objectType: 'deals', objectId: deal });
  await app().later(1_000);
  return app().hubspot.workflows.run(run.callbackId).outputs;
}
const line = (sku: string, quantity: string) => app().portal.users.addLine(deal, { name: sku, hs_sku: sku, quantity, price: '10' });
const standing = (given: Partial<CustomerStanding>) => {
  app().capabilities.orders = {
    choices: () => Promise.reject(new Error('nobody asks')),
    standing: () => Promise.resolve({ blockedBy: null, credit: null, ...given }),
  };
};
const credit = (limit: string, used: string, currency = 'EUR') => ({ credit: { limit, used, currency } });

describe('checking a deal', () => {
  it('finds nothing in the way', async () => {
    line('SKU-1', '4');
    line('SKU-2', '3');
    expect(await check()).toEqual({ result: 'ok', erp_number: 'C-1', stock: 'enough', short_lines: '0', credit: 'good', overdue: '0' });
  });

  it('counts what all lines want together', async () => {
    line('SKU-1', '6');
    line('SKU-1', '6');
    line('SKU-2', '3');
    expect(await check()).toMatchObject({ result: 'not_ok', stock: 'short', short_lines: '2', reason: 'Lines with too little stock: 2.' });
  });

  it('does not know what the ERP does not know', async () => {
    line('SKU-1', '1');
    line('TYPED', '1');
    expect(await check()).toMatchObject({ result: 'unknown', stock: 'unknown', credit: 'good' });
  });

  it('does not call enough what the ERP counts and says nothing of; what it does not count is always enough', async () => {
    const { db, scope, now } = app().engine;
    const service = aProduct({ id: '4', isStocked: false });
    await storeProducts(db, { ...scope, generation: 1, now }, [aProduct({ id: '3' }), service]);
    line('SKU-4', '9');
    expect(await check()).toMatchObject({ result: 'ok', stock: 'enough' });
    line('SKU-3', '1');
    const outputs = await check();
    expect(outputs).toMatchObject({ result: 'unknown', stock: 'unknown' });
    expect(outputs['short_lines']).toBeUndefined();
  });

  it('knows no stock where the account withholds the lines, and goes on', async () => {
    line('SKU-1', '100');
    await app().install({ without: ['crm.objects.line_items.read', 'e-commerce'] });
    expect(await check()).toMatchObject({ result: 'unknown', stock: 'unknown', credit: 'good' });
  });

  it('sees invoices that are overdue', async () => {
    line('SKU-1', '1');
    await app().engine.book({ invoices: [anInvoice({ id: 'a', dueOn: '2026-11-01' })] });
    expect(await check()).toMatchObject({ result: 'not_ok', credit: 'overdue', overdue: '100', stock: 'enough' });
  });

  it.each([
    ['blocked by the ERP', 'blocked', { blockedBy: 'Pays late' }],
    ['over the limit with this deal', 'over_limit', credit('1000', '500.01')],
    ['at the limit with this deal', 'good', credit('1000', '500.00')],
    ['over the limit already, in another currency', 'over_limit', credit('1000', '1000.01', 'USD')],
    ['within the limit in another currency, which is not converted', 'good', credit('1000', '600', 'USD')],
  ])('asks the ERP whether the customer is %s', async (_what, expected, given) => {
    line('SKU-1', '1');
    standing(given);
    const outputs = await check();
    expect(outputs).toMatchObject({ credit: expected });
    // Never in the ERP's own words.
    expect(JSON.stringify(outputs)).not.toContain('Pays late');
  });

  it('goes by what was read last when the ERP does not say', async () => {
    line('SKU-1', '1');
    standing({});
    app().capabilities.orders!.standing = () => Promise.reject(new TransientError('away', { code: 'connection.unreachable' }));
    expect(await check()).toMatchObject({ result: 'ok', credit: 'good' });
    await app().engine.book({ customers: [aCustomer({ id: '1', number: 'C-1', blocked: true, changeStamp: '2' })] });
    expect(await check()).toMatchObject({ result: 'not_ok', credit: 'blocked' });
  });

  it('of a deal without a customer in the ERP knows no credit', async () => {
    line('SKU-1', '1');
    await app().engine.db('links').delete();
    expect(await check()).toMatchObject({ result: 'unknown', credit: 'unknown', stock: 'enough' });
  });
});
