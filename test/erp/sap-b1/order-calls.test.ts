import { describe, expect, it } from '@jest/globals';
import { never, readOne } from '../../contract/reading.ts';
import { orderId } from './orders-harness.ts';
import { ORDER, selling } from './selling-harness.ts';

const { harness, fake, begin } = selling();

/** Which calls it takes, without those that any connection begins with. */
async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  fake().forgetCalls();
  await work();
  return fake()
    .calls()
    .map(({ method, path }) => `${method} ${path.replace(/^\/b1s\/v2\//, '').replace(/[?(].*$/, '')}`)
    .sort();
}

describe('an order of a connection that has made one before costs Business One', () => {
  it('six calls as a quotation, five as the order, and five to be read', async () => {
    const erp = harness().connect();
    const commands = erp.capabilities.commands!;
    const make = (key: string) => commands.run('createOrder', { key, input: ORDER }, never);
    const first = await make('HS-4711-D1-1');
    await commands.run('confirmOrder', { key: 'HS-4711-D1-2', input: { id: first.id } }, never);
    await readOne(erp, 'orders', orderId(1));
    const made = { id: first.id };
    expect(await callsOf(async () => Object.assign(made, await make('HS-4711-D2-1')))).toEqual([
      'GET BusinessPartners',
      'GET Drafts',
      'GET Items',
      'GET Quotations',
      'GET Quotations',
      'POST Quotations',
    ]);
    expect(await callsOf(() => commands.run('confirmOrder', { key: 'HS-4711-D2-2', input: made }, never))).toEqual([
      'GET Orders',
      'GET Quotations',
      'POST Orders',
      'POST QueryService_PostQuery',
      'POST QueryService_PostQuery',
    ]);
    expect(await callsOf(() => readOne(erp, 'orders', orderId(2)))).toEqual([
      'GET Orders',
      'POST QueryService_PostQuery',
      'POST QueryService_PostQuery',
      'POST QueryService_PostQuery',
      'POST QueryService_PostQuery',
    ]);
  });

  it('one look at the field for the key; where it is not there, one for each order', async () => {
    const looks = async () => {
      const { run } = harness().connect().capabilities.commands!;
      const calls = await callsOf(async () => {
        for (const key of ['HS-4711-D1-1', 'HS-4711-D2-1']) await run('createOrder', { key, input: ORDER }, never).catch(() => undefined);
      });
      return calls.filter((call) => call === 'GET UserFieldsMD').length;
    };
    expect(await looks()).toBe(1);
    await begin({}, false);
    expect(await looks()).toBe(2);
  });
});
