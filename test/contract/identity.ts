import { describe, expect, it } from '@jest/globals';
import type { Current } from './erp-contract.ts';
import { never } from './reading.ts';

export function describeIdentity(current: Current): void {
  describe('the identity', () => {
    it('names the installation, its companies and their currency', async () => {
      const { connect, baseCurrency } = current();
      const identity = await connect().identify(never);
      expect(identity.key).toMatch(/^[a-z0-9-]+:\S+$/);
      expect(identity.key.length).toBeLessThanOrEqual(60);
      expect(identity.name).not.toBe('');
      expect(identity.product).toMatch(/\d/);
      expect(identity.companies).toEqual([expect.objectContaining({ currency: baseCurrency, name: expect.stringMatching(/./) })]);
    });

    it('stays the same for a new connector, after business, and under another name', async () => {
      const { business, connect, pass } = current();
      const { key } = await connect().identify(never);
      await business.createInvoice({ customer: await business.createCustomer({ name: 'Uno Más' }), total: '1.00' });
      pass(86_400_000);
      await current().renameCompany('Nuevo Nombre SA de CV');
      const renamed = await connect().identify(never);
      expect(renamed.key).toBe(key);
      expect(renamed.companies[0]?.name).toBe('Nuevo Nombre SA de CV');
    });

    it('is another one when another database answers', async () => {
      const erp = current().connect();
      const { key } = await erp.identify(never);
      current().swapDatabase();
      expect((await erp.identify(never)).key).not.toBe(key);
      expect((await current().connect().identify(never)).key).not.toBe(key);
    });
  });
}
