import { afterEach, describe, expect, it } from '@jest/globals';
import { odoo } from '../../../server/erp/odoo/index.ts';
import { never, readAll, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

describe.each([16, 18, 19] as const)('Odoo %i', (version) => {
  it('is asked for fewer records while a page is too large to be read', async () => {
    harness = await odooHarness({ version });
    const { fake, business, connect } = harness;
    const customer = await business.createCustomer({ name: 'Textos Largos' });
    const ids = await business.createInvoices(Array.from({ length: 120 }, () => ({ customer, total: '10.00' })));
    // Together more than one answer may have.
    await fake.transaction((erp) => ids.forEach((id) => erp.editLineText(Number(id), 'Contrato '.repeat(9_000))));
    harness.pass(SETTLED_MS);
    const { records } = await readAll(connect(), 'invoices');
    expect([...records.keys()].sort()).toEqual([...ids].sort());
    const { records: again } = await connect().readByIds('invoices', ids, never);
    expect(again).toHaveLength(120);
  });

  it('that answers with more rows than were asked for is not believed', async () => {
    harness = await odooHarness({ version });
    const { settings, io, business } = harness;
    await business.createCustomers(['Uno', 'Dos']);
    harness.pass(SETTLED_MS);
    const rows = Array.from({ length: 501 }, (_, id) => ({ id: id + 1 }));
    const body = JSON.stringify(version >= 19 ? rows : { jsonrpc: '2.0', id: 1, result: rows });
    const greedy: typeof io = {
      ...io,
      fetch: async (url, init) => {
        const isRead = `${url}${init?.body}`.includes('search_read') && `${url}${init?.body}`.includes('res.partner');
        return isRead ? new Response(body, { status: 200 }) : io.fetch(url, init);
      },
    };
    const erp = odoo.connect(odoo.settings.parse(settings), greedy);
    await expect(erp.readPage('customers', null, never)).rejects.toMatchObject({ code: 'odoo.unexpected_answer' });
  });
});
