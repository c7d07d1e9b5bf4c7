import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ReconnectError } from '../../../server/shared/errors.ts';
import { failureOf, never, readAll } from '../../contract/reading.ts';
import { LOAD_BALANCER_ERROR } from '../../fakes/sap-b1/index.ts';
import { b1Harness, type B1Harness } from './harness.ts';

describe('the session', () => {
  let harness: B1Harness;
  beforeEach(async () => {
    harness = await b1Harness();
    harness.fake.createPartner({ name: 'Tornillos del Bajío' });
  });
  afterEach(() => harness.close());

  const logins = () => harness.fake.logins().attempts;
  const many = (erp = harness.connect()) => Promise.all(Array.from({ length: 10 }, () => erp.readPage('customers', null, never)));

  it('is opened once for any number of calls, and kept', async () => {
    const erp = harness.connect();
    await many(erp);
    await readAll(erp, 'invoices');
    expect(logins()).toBe(1);
    expect(harness.fake.logins().open).toBe(1);
  });

  it('is renewed once, however many calls find it over', async () => {
    const erp = harness.connect();
    await many(erp);
    harness.fake.expireSessions();
    await many(erp);
    expect(logins()).toBe(2);
  });

  it('is renewed in the middle of a reading, and after an idle half hour', async () => {
    const erp = harness.connect();
    harness.fake.expireSessionsAfter(3);
    expect((await readAll(erp, 'invoices')).records.size).toBe(0);
    harness.pass(31 * 60_000);
    expect((await readAll(erp, 'customers')).records.size).toBe(1);
    expect(logins()).toBe(3);
  });

  it('is not asked for twice with a wrong password', async () => {
    const erp = harness.connectWithWrongSecret();
    expect(await failureOf(many(erp))).toBeInstanceOf(ReconnectError);
    expect(logins()).toBe(1);
  });

  it('ends when the connection is closed, and only if there is one', async () => {
    await harness.connect().close?.();
    expect(harness.fake.calls()).toEqual([]);
    const erp = harness.connect();
    await erp.identify(never);
    await erp.close?.();
    expect(harness.fake.logins()).toEqual({ attempts: 1, open: 0 });
  });

  it('ends although whoever asked for it gave up while it was opened', async () => {
    const slow = await b1Harness({ latencyMs: 200 });
    try {
      const erp = slow.connect();
      expect(await failureOf(erp.identify(AbortSignal.timeout(50)))).toMatchObject({ name: 'TimeoutError' });
      await erp.close?.();
      expect(slow.fake.logins()).toEqual({ attempts: 1, open: 0 });
    } finally {
      await slow.fake.close();
    }
  });

  it('is not opened again by a reading that goes on after the end', async () => {
    const slow = await b1Harness({ latencyMs: 100 });
    try {
      const erp = slow.connect();
      // The company is read for all who ask, so it goes on when the first of them gives up.
      expect(await failureOf(erp.identify(AbortSignal.timeout(150)))).toMatchObject({ name: 'TimeoutError' });
      await erp.close?.();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(slow.fake.logins()).toEqual({ attempts: 1, open: 0 });
    } finally {
      await slow.fake.close();
    }
  });

  it('is opened anew when its node is gone, which would refuse it for ever', async () => {
    const erp = harness.connect();
    await readAll(erp, 'customers');
    harness.fake.faults.next({ ...LOAD_BALANCER_ERROR, match: /BusinessPartners/ });
    expect((await readAll(erp, 'customers')).records.size).toBe(1);
    expect(logins()).toBe(2);
  });

  it('is not opened only to be closed when the password has changed', async () => {
    const erp = harness.connect();
    await readAll(erp, 'customers');
    harness.fake.changePassword('changed');
    harness.fake.expireSessions();
    expect(await failureOf(readAll(erp, 'customers'))).toBeInstanceOf(ReconnectError);
    expect(logins()).toBe(2);
    await erp.close?.();
    expect(logins()).toBe(2);
  });

  it('belongs to one company database', async () => {
    const own = await b1Harness({
      companies: [
        { db: 'SBO_UNO', name: 'Uno', localCurrency: 'MXN', taxId: 'UNO010101AA1' },
        { db: 'SBO_DOS', name: 'Dos', localCurrency: 'USD', taxId: 'DOS010101AA1' },
      ],
    });
    try {
      own.fake.createPartner({ name: 'Cliente de Uno' });
      own.fake.company('SBO_DOS').createPartner({ name: 'Customer of Two' });
      const [one, two] = [own.connect(), own.connectWith({ companyDb: 'SBO_DOS' })];
      const [first, second] = [await one.identify(never), await two.identify(never)];
      expect(first.key).not.toBe(second.key);
      expect(first.companies).toEqual([{ id: 'SBO_UNO', name: 'Uno', currency: 'MXN', taxId: 'UNO010101AA1' }]);
      expect(second.companies).toEqual([{ id: 'SBO_DOS', name: 'Dos', currency: 'USD', taxId: 'DOS010101AA1' }]);
      const names = async (erp: typeof one) => [...(await readAll(erp, 'customers')).records.values()].map(({ name }) => name);
      expect([await names(one), await names(two)]).toEqual([['Cliente de Uno'], ['Customer of Two']]);
    } finally {
      await own.close();
    }
  });
});
