import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

describe('cloned deals', () => {
  it.each(['batch', 'input'] as const)(
    'one of which HubSpot does not let us clear hold up no other record (refused as %s)',
    async (scope) => {
      const engine = await anEngine(db());
      const acme = engine.hubspot.add('companies', { name: 'Acme' });
      await engine.book({ customers: [aCustomer({ id: '1' })], invoices: ['S1', 'S2'].map((origin) => anInvoice({ id: origin, origin })) });
      await engine.link('companies', '1', acme);
      const original = engine.hubspot.add('deals', { erp_order_number: 'S1' });
      await engine.inbox(['deals', original]);
      await engine.push();
      const copy = { ...engine.hubspot.get('deals', original), createdate: '2026-11-20T11:59:00Z' };
      const [locked, clone] = [engine.hubspot.add('deals', copy), engine.hubspot.add('deals', copy)];
      const other = engine.hubspot.add('deals', { erp_order_number: 'S2' });
      engine.hubspot.refuse({ scope, applies: (_type, { id }) => id === locked });
      await engine.inbox(['deals', locked], ['deals', clone], ['deals', other]);
      await engine.push();
      expect(await db()('inbox').select()).toEqual([]);
      expect(engine.hubspot.get('deals', clone)).toMatchObject({ erp_order_number: null, erp_open_amount: null });
      expect(engine.hubspot.get('deals', other)).toMatchObject({ erp_open_amount: '100' });
      // What it shows is not its own, and cannot be taken back: a person is told.
      expect(await engine.problems()).toMatchObject([
        { code: 'deal.cloned', subject: locked },
        { code: 'deal.cloned', subject: clone },
        { code: 'record.refused', subject: locked },
      ]);
    },
  );

  it('are told of where the answer to the clearing of their number was lost', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { name: 'Acme' });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'S1', origin: 'S1' })] });
    await engine.link('companies', '1', acme);
    const original = engine.hubspot.add('deals', { erp_order_number: 'S1' });
    await engine.inbox(['deals', original]);
    await engine.push();
    const clone = engine.hubspot.add('deals', { ...engine.hubspot.get('deals', original), createdate: '2026-11-20T11:59:00Z' });
    engine.hubspot.mishap('after');
    await expect(engine.inbox(['deals', clone])).rejects.toThrow('No answer');
    await engine.inbox();
    await engine.push();
    expect(engine.hubspot.get('deals', clone)).toMatchObject({ erp_order_number: null, erp_open_amount: null });
    expect(await engine.problems()).toMatchObject([{ code: 'deal.cloned', subject: clone, params: { orderNumber: 'S1' } }]);
  });
});
