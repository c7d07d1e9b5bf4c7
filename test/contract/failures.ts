import { describe, expect, it } from '@jest/globals';
import { STREAMS } from '../../server/streams/index.ts';
import { ReconnectError, RetryLaterError, TransientError, type PuenteError } from '../../server/shared/errors.ts';
import type { Current, Has } from './erp-contract.ts';
import { failureOf, never, readAll, SETTLED_MS } from './reading.ts';

export function describeFailures(current: Current, has: Has): void {
  const streams = STREAMS.filter((one) => has(one));
  const stream = has('invoices') ? 'invoices' : streams[0]!;
  const read = () => current().connect().readPage(stream, null, never);

  describe('when something is wrong, a connector', () => {
    it('finds nothing wrong where nothing is', async () => {
      await expect(current().connect().check(never)).resolves.toEqual(expect.any(Array));
    });

    it('asks for new credentials when they are refused, in the check and in a reading', async () => {
      for (const call of [
        () => current().connectWithWrongSecret().check(never),
        () => current().connectWithWrongSecret().readPage(stream, null, never),
      ]) {
        const error = await failureOf(call());
        expect(error).toBeInstanceOf(ReconnectError);
        expect((error as PuenteError).code).toMatch(/^[a-z0-9_-]+\.[a-z0-9_]+$/);
      }
    });

    it('asks for new credentials when they end while it lives', async () => {
      const erp = current().connect();
      await readAll(erp, stream);
      current().revokeCredentials();
      expect(await failureOf(erp.readPage(stream, null, never))).toBeInstanceOf(ReconnectError);
    });

    it.each(streams)('names the right that is missing to read %s', async (refused) => {
      const name = current().revokeRight(refused);
      for (const call of [() => current().connect().check(never), () => current().connect().readPage(refused, null, never)]) {
        const error = await failureOf(call());
        expect(error).toBeInstanceOf(ReconnectError);
        expect(Object.values((error as ReconnectError).params)).toContain(name);
      }
    });

    if (has('rate limits')) {
      it('waits as long as the ERP asks for', async () => {
        current().fail('rateLimited');
        const error = (await failureOf(read())) as RetryLaterError;
        expect(error).toBeInstanceOf(RetryLaterError);
        const waitMs = error.retryAt.getTime() - current().now().getTime();
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(60_000);
      });
    }

    it.each(['unavailable', 'htmlInsteadOfData', 'cutOff', 'reset'] as const)('can be tried again after: %s', async (fault) => {
      const { business, connect, pass } = current();
      const customer = await business.createCustomer({ name: 'Constante' });
      const invoice = await business.createInvoice({ customer, total: '5.00' });
      pass(SETTLED_MS);
      const erp = connect();
      await erp.identify(never);
      current().fail(fault);
      expect(await failureOf(erp.readPage(stream, null, never))).toBeInstanceOf(TransientError);
      current().recover();
      expect([...(await readAll(erp, stream)).records.keys()]).toContain(stream === 'invoices' ? invoice : customer);
    });

    it('stops waiting for a slow answer when it is told to', async () => {
      const erp = current().connect();
      await erp.identify(never);
      current().fail('hangs');
      const stop = new AbortController();
      const reason = new Error('the service stops');
      setTimeout(() => stop.abort(reason), 50);
      const started = performance.now();
      expect(await failureOf(erp.readPage(stream, null, stop.signal))).toBe(reason);
      expect(performance.now() - started).toBeLessThan(5_000);
      current().recover();
    });
  });
}
