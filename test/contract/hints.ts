import { describe, expect, it } from '@jest/globals';
import type { HintSupport } from '../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import { InvalidInputError, ReconnectError } from '../../server/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { useHintReceiver } from '../support/hint-receiver.ts';
import type { Current, Has } from './erp-contract.ts';
import { failureOf, never } from './reading.ts';

export function describeHints(current: Current, has: Has): void {
  describe('hints', () => {
    const receiver = useHintReceiver();
    const hints = (): HintSupport => current().connect().capabilities.hints!;
    const install = () => hints().install({ url: receiver.url(), admin: current().hintAdmin! }, never);
    const remove = (installation: string, admin = current().hintAdmin!) => hints().remove({ installation, admin }, never);
    const announced = () => receiver.received().flatMap((body) => hints().parse(body));
    const customer = (name: string): Promise<ErpRecordId> => current().business.createCustomer({ name });

    it('are nothing to whoever sends something else', () => {
      for (const body of [null, 'text', 12, [], {}, { id: 1 }, { _id: '1; drop' }]) expect(hints().parse(body)).toEqual([]);
    });

    if (!has('webhooks')) {
      it('are refused by an ERP that cannot send them, which says why', async () => {
        const error = await failureOf(install());
        expect(error).toBeInstanceOf(InvalidInputError);
        expect((error as InvalidInputError).code).toMatch(/^[a-z0-9_-]+\.[a-z0-9_]+$/);
      });
      return;
    }

    it('name what changes, and keep no credentials', async () => {
      const installation = await install();
      for (const secret of Object.values(current().hintAdmin!)) expect(installation).not.toContain(secret);
      const debtor = await customer('Avisos SA');
      const invoice = await current().business.createInvoice({ customer: debtor, total: '50.00' });
      const payment = await current().business.pay(invoice);
      const changed = [
        { stream: 'customers', id: debtor },
        { stream: 'invoices', id: invoice },
        { stream: 'payments', id: payment },
      ] as const;
      await eventually(() => expect(announced()).toEqual(expect.arrayContaining(changed.filter(({ stream }) => has(stream)))));
    });

    it('come no more once they are removed, however often they were installed; removing twice is no fault', async () => {
      await install();
      // The answer of the first was lost.
      const installation = await install();
      await remove(installation);
      await remove(installation);
      const unseen = await customer('En silencio SA');
      await install();
      const seen = await customer('Con aviso SA');
      await eventually(() => expect(announced()).toContainEqual({ stream: 'customers', id: seen }));
      expect(announced()).not.toContainEqual({ stream: 'customers', id: unseen });
    });

    it('are left in place when nobody may remove them, so that the manual step is shown', async () => {
      const installation = await install();
      expect(await failureOf(hints().remove({ installation, admin: null }, never))).toBeInstanceOf(ReconnectError);
      const debtor = await customer('Avisos SA');
      await eventually(() => expect(announced()).toContainEqual({ stream: 'customers', id: debtor }));
    });
  });
}
