import { afterEach, describe, expect, it } from '@jest/globals';
import type { OdooClient } from '../../../server/erp/odoo/client.ts';
import { createReferences } from '../../../server/erp/odoo/references.ts';
import { never, readAll, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
afterEach(() => harness.close());

// What happens to a connector that lives for days.
describe('Odoo', () => {
  it('goes on when a field that is not needed was hidden meanwhile', async () => {
    const { fake, business, connect } = await start({ version: 18 });
    await business.createCustomer({ name: 'Sin Web' });
    harness.pass(SETTLED_MS);
    const erp = connect();
    await readAll(erp, 'customers');
    fake.hideField('res.partner', 'website');
    await erp.readPage('customers', null, never).catch(() => undefined);
    expect((await readAll(erp, 'customers')).records.size).toBeGreaterThan(0);
  });

  it.each([16, 18] as const)('%i is logged in to once, whatever rights it refuses, and anew when it refuses the login', async (version) => {
    const { fake, connect } = await start({ version });
    const erp = connect();
    const logins = () => fake.calls().filter(({ method }) => method === 'authenticate').length;
    await readAll(erp, 'customers');
    fake.revokeRight('account.move');
    for (let time = 0; time < 3; time++)
      await expect(erp.readPage('invoices', null, never)).rejects.toMatchObject({ code: 'odoo.missing_right' });
    await readAll(erp, 'customers');
    expect(logins()).toBe(1);
    fake.revokeKey();
    for (let time = 0; time < 2; time++)
      await expect(erp.readPage('customers', null, never)).rejects.toMatchObject({ code: 'odoo.access_denied' });
    expect(logins()).toBe(2);
  });

  it('is waited for when 19 says in its own words that it is asked too often', async () => {
    const { fake, connect } = await start({ version: 19 });
    const erp = connect();
    await erp.identify(never);
    fake.faults.once({ kind: 'error', status: 429, name: 'werkzeug.exceptions.TooManyRequests', message: 'Too Many Requests' });
    await expect(erp.readPage('invoices', null, never)).rejects.toMatchObject({ code: 'odoo.busy', retryAt: expect.any(Date) });
  });

  it.each([0, -3_600_000])('is read on after a proxy wrote a Date of tomorrow once, its own clock being wrong by %d ms', async (wrong) => {
    const { fake, business, connect, pass, clockIsAhead } = await start({ version: 18 });
    clockIsAhead(wrong);
    const customer = await business.createCustomer({ name: 'Antes' });
    const erp = connect();
    let cursor = (await readAll(erp, 'customers')).next;
    pass(900_000);
    cursor = (await readAll(erp, 'customers', cursor)).next;
    for (const name of ['Uno', 'Dos', 'Tres']) {
      pass(900_000);
      if (name === 'Uno') fake.faults.times(3, { kind: 'wrongDate', ms: 86_400_000 });
      const page = await readAll(erp, 'customers', cursor);
      fake.faults.clear();
      cursor = page.next;
      // Between two readings, most of a quarter of an hour before the next.
      pass(60_000);
      await business.renameCustomer(customer, name);
      pass(840_000);
      const read = await readAll(erp, 'customers', cursor);
      cursor = read.next;
      expect([...read.records.values()].map((record) => record.name)).toContain(name);
    }
  });

  it('keeps what one reading needs while another reads the same again', async () => {
    const asked: ((rows: unknown[]) => void)[] = [];
    const client = { call: () => new Promise((resolve) => asked.push(resolve)) } as unknown as OdooClient;
    let now = new Date('2026-11-20T10:00:00Z');
    const { currencies } = createReferences(client, () => now);
    const pesos = { id: 1, name: 'MXN', decimal_places: 2 };
    const first = currencies.ensure([1], never);
    asked[0]!([pesos]);
    await first;
    now = new Date('2026-11-20T11:30:00Z');
    const second = currencies.ensure([1], never);
    expect(currencies.get(1)).toEqual({ code: 'MXN', decimals: 2 });
    asked[1]!([{ ...pesos, decimal_places: 3 }]);
    await second;
    expect(currencies.get(1)).toEqual({ code: 'MXN', decimals: 3 });
  });
});
