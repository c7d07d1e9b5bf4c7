import { afterEach, describe, expect, it } from '@jest/globals';
import { odoo } from '../../../server/erp/odoo/index.ts';
import type { StreamName } from '../../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../../server/shared/ids.ts';
import { listAll, never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

type Row = Record<string, unknown>;
/** What a broken row of an answer looks like. */
type Break = (model: string, row: Row) => Row;

let harness: OdooHarness;
afterEach(() => harness.close());

/** The connector, with rows of answers broken on their way. */
function connectThrough(broken: Break) {
  const { io, settings } = harness;
  const fetch = async (...[url, init]: Parameters<typeof io.fetch>): Promise<Response> => {
    const response = await io.fetch(url, init);
    const text = await response.text();
    if (!text.startsWith('{') && !text.startsWith('[')) return new Response(text, { status: response.status, headers: response.headers });
    const model = /\/json\/2\/([^/]+)/.exec(url)?.[1] ?? modelIn(init?.body);
    const reviver = (_key: string, value: unknown): unknown =>
      typeof value === 'object' && value !== null && 'id' in value ? broken(model, value as Row) : value;
    return new Response(JSON.stringify(JSON.parse(text, reviver)), { status: response.status, headers: response.headers });
  };
  return odoo.connect(odoo.settings.parse(settings), { ...io, fetch });
}

function modelIn(body: string | undefined): string {
  const { params } = JSON.parse(body ?? '{}') as { params?: { args?: unknown[] } };
  return String(params?.args?.[3] ?? '');
}

async function books(version: 16 | 17 | 18 | 19): Promise<Record<'customer' | 'good' | 'bad' | 'goodPayment' | 'badPayment', ErpRecordId>> {
  harness = await odooHarness({ version });
  const { business } = harness;
  const customer = await business.createCustomer({ name: 'Legible SA' });
  const [good, bad] = await business.createInvoices([
    { customer, total: '1.00' },
    { customer, total: '2.00' },
  ]);
  const [goodPayment, badPayment] = [await business.pay(good!, '0.25'), await business.pay(bad!, '0.75')];
  harness.pass(60_000);
  return { customer, good: good!, bad: bad!, goodPayment, badPayment };
}

const nullWhere =
  (model: string, key: string, holds: (row: Row) => boolean): Break =>
  (asked, row) =>
    asked === model && holds(row) ? { ...row, [key]: null } : row;
const lineOfBad = (row: Row) => row.price_unit === 2;
const settlesBad = (row: Row) => row.debit_amount_currency === 0.75;
const openOfBad = (row: Row) => typeof row.amount_residual === 'number' && Math.abs(row.amount_residual) === 0.75;

const INVOICES: [string, Break][] = [
  ['a line without its invoice', nullWhere('account.move.line', 'move_id', lineOfBad)],
  ['a line without a key', nullWhere('account.move.line', 'id', lineOfBad)],
  ['a line without a price', nullWhere('account.move.line', 'price_subtotal', lineOfBad)],
  ['a reconciliation without a side', nullWhere('account.partial.reconcile', 'debit_move_id', settlesBad)],
  ['a reconciliation without an amount', nullWhere('account.partial.reconcile', 'credit_amount_currency', settlesBad)],
  ['its own amount missing', nullWhere('account.move', 'amount_total', ({ amount_total }) => amount_total === 2)],
];

describe.each([16, 17, 18, 19] as const)('an invoice of Odoo %i cannot be read, the others can, with', (version) => {
  it.each(INVOICES)('%s', async (_what, broken) => {
    const { good, bad } = await books(version);
    const erp = connectThrough(broken);
    const page = await erp.readPage('invoices', null, never);
    expect(page.records.map(({ id }) => id)).toEqual([good]);
    expect(page.rejected).toEqual([{ id: bad, code: 'odoo.unreadable_record', params: { field: expect.any(String) } }]);
    expect(JSON.parse(page.next)).toMatchObject({ phase: 'waiting' });
    const read = await erp.readByIds('invoices', [good, bad], never);
    expect([read.records.map(({ id }) => id), read.rejected?.map(({ id }) => id)]).toEqual([[good], [bad]]);
  });
});

describe.each([17, 18, 19] as const)('a payment of Odoo %i cannot be read, the others can, with', (version) => {
  it.each([
    ['its own amount missing', nullWhere('account.payment', 'amount', ({ amount }) => amount === 0.75)],
    ['an entry that says not whose it is', nullWhere('account.move.line', 'move_id', openOfBad)],
  ])('%s', async (_what, broken) => {
    const { goodPayment, badPayment } = await books(version);
    const unapplied = await harness.business.payOnAccount(await harness.business.createCustomer({ name: 'Otra SA' }), '0.75');
    harness.pass(60_000);
    const erp = connectThrough(broken);
    const page = await erp.readPage('payments', null, never);
    const rejected = page.rejected?.map(({ id }) => id) ?? [];
    expect(rejected.length).toBeGreaterThan(0);
    expect([badPayment, unapplied]).toEqual(expect.arrayContaining(rejected));
    expect(page.records.map(({ id }) => id)).toContain(goodPayment);
    expect(page.records.length + rejected.length).toBe(3);
    // A listing names it still: what is not named would be taken for deleted.
    expect(new Set((await listAll(erp, 'payments', { kind: 'all' })).keys())).toEqual(new Set([goodPayment, badPayment, unapplied]));
  });
});

describe.each(['customers', 'invoices', 'payments'] satisfies StreamName[])('the listing of %s', (stream) => {
  it('names a record whose change stamp cannot be made, with one like no other', async () => {
    await books(18);
    const whole = await listAll(harness.connect(), stream, { kind: 'all' });
    const [broken] = whole.keys();
    const models = { customers: 'res.partner', invoices: 'account.move', payments: 'account.payment' };
    const erp = connectThrough(nullWhere(models[stream], 'write_date', ({ id }) => id === Number(broken)));
    expect(await listAll(erp, stream, { kind: 'all' })).toEqual(new Map([...whole, [broken!, 'unreadable']]));
  });
});

describe('what an unreadable row does not do', () => {
  it('a currency that cannot be read concerns the documents in it', async () => {
    const { good } = await books(18);
    const { business } = harness;
    const yen = await business.createInvoice({
      customer: await business.createCustomer({ name: 'Yen KK' }),
      total: '500',
      currency: 'JPY',
    });
    harness.pass(60_000);
    const erp = connectThrough(nullWhere('res.currency', 'decimal_places', ({ name }) => name === 'JPY'));
    const page = await erp.readPage('invoices', null, never);
    expect(page.records.map(({ id }) => id)).toContain(good);
    expect(page.rejected).toEqual([{ id: yen, code: 'odoo.unreadable_record', params: { field: 'currency_id' } }]);
  });

  it('an answer in which nothing can be understood is a failure, not a page of problems', async () => {
    await books(18);
    const { business } = harness;
    const customer = await business.createCustomer({ name: 'Muchas SA' });
    await business.createInvoices(Array.from({ length: 60 }, () => ({ customer, total: '3.00' })));
    harness.pass(60_000);
    const erp = connectThrough(nullWhere('account.move.line', 'move_id', () => true));
    await expect(erp.readPage('invoices', null, never)).rejects.toMatchObject({ code: 'odoo.unexpected_answer' });
  });
});
