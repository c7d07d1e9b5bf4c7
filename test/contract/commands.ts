import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError, ReconnectError, RetryLaterError, TransientError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import type { Current, Has } from './erp-contract.ts';
import { failureOf, never, readOne, SETTLED_MS } from './reading.ts';
import {
  commandsOf,
  contactOf,
  countNamed,
  create,
  expectNothingMade,
  fieldsOf,
  fieldWithOptions,
  fieldWithRole,
  findByKey,
  findByKeys,
  newCustomer,
  valuesBy,
  writingOf,
} from './writing.ts';

const KEY = 'PU-7Q2M4X9K1B5T';

export function describeCommands(current: Current, has: Has): void {
  /** As after a restart of the service, at a moment when what was just written lies outside every margin. */
  const settled = () => {
    current().pass(SETTLED_MS);
    return current().connect();
  };

  describe('a customer that is made', () => {
    it.each(['organisation', 'person'] as const)(
      'is a customer of its own (%s), known to the stream and found by the key',
      async (kind) => {
        const erp = current().connect();
        const input = await newCustomer(erp, kind, { name: 'Bombas del Bajío', email: 'compras@bombas.mx' });
        const made = await create(erp, KEY, input);
        expect(await findByKey(erp, KEY)).toEqual([made]);
        expect(await readOne(erp, 'customers', made.id)).toMatchObject({
          ...{ id: made.id, kind, number: made.number, name: 'Bombas del Bajío', emails: ['compras@bombas.mx'] },
          ...{ active: true, organisationId: made.id, parentId: null },
        });
        expect(await countNamed(settled(), 'Bombas del Bajío')).toBe(1);
      },
    );

    it('is a person of an organisation', async () => {
      const erp = current().connect();
      const organisation = await create(erp, 'PU-ORG', await newCustomer(erp, 'organisation', { name: 'Aceros del Valle' }));
      const input = await contactOf(erp, organisation.id, { name: 'Ana Ruiz', email: 'ana@aceros.mx' });
      const made = await create(erp, KEY, input);
      expect(await findByKey(erp, KEY)).toEqual([made]);
      expect(await readOne(erp, 'customers', made.id)).toMatchObject({ kind: 'person', organisationId: organisation.id, name: 'Ana Ruiz' });
      expect(await readOne(erp, 'customers', organisation.id)).toMatchObject({ kind: 'organisation', name: 'Aceros del Valle' });
    });

    it('has the values that were given, and no other key', async () => {
      const erp = current().connect();
      const given = { name: 'Bombas del Bajío', phone: '+52 477 123 4567', city: 'León', country: 'MX' };
      const made = await create(erp, KEY, await newCustomer(erp, 'organisation', given));
      const expected = await valuesBy(erp, given);
      expect((await fieldsOf(erp).read([made.id], Object.keys(expected), never)).get(made.id)).toEqual(expected);
      expect(await findByKey(erp, 'PU-OTHER')).toEqual([]);
    });

    it('twice with two keys is two, and the name decides nothing', async () => {
      const erp = current().connect();
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      const first = await create(erp, 'PU-1', input);
      const second = await create(erp, 'PU-2', input);
      expect(second.id).not.toBe(first.id);
      expect(await findByKey(erp, 'PU-1')).toEqual([first]);
    });

    it('is found beside others by many keys at once, and what was not made is not', async () => {
      const erp = current().connect();
      const organisation = await create(erp, 'PU-1', await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' }));
      const person = await create(erp, 'PU-2', await contactOf(erp, organisation.id, { name: 'Ana Ruiz' }));
      const keys = ['PU-0', 'PU-1', 'PU-2', ...Array.from({ length: commandsOf(erp).keysAtOnce }, (_, at) => `PU-X${at}`)];
      const found = await findByKeys(erp, keys);
      expect([...found].filter(([, made]) => made.length > 0)).toEqual([['PU-1', [organisation]], ['PU-2', [person]]]); // prettier-ignore
    });

    it('is found when somebody has deactivated it', async () => {
      const erp = current().connect();
      const made = await create(erp, KEY, await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' }));
      await current().business.deactivateCustomer(made.id);
      expect(await findByKey(erp, KEY)).toEqual([made]);
    });

    it('is not found when somebody has deleted it', async () => {
      const erp = current().connect();
      const made = await create(erp, KEY, await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' }));
      await current().business.deleteCustomer(made.id);
      expect(await findByKey(erp, KEY)).toEqual([]);
    });

    it('keeps its key when people change it', async () => {
      const erp = current().connect();
      const made = await create(erp, KEY, await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' }));
      await current().business.renameCustomer(made.id, 'Bombas y Válvulas');
      expect(await findByKey(current().connect(), KEY)).toEqual([made]);
    });
  });

  describe('exactly one is made', () => {
    it('when the answer was lost after it was made: the outcome is unclear, and it is found', async () => {
      const erp = current().connect();
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      writingOf(current).loseNextWrite('after');
      expect(await failureOf(create(erp, KEY, input))).toBeInstanceOf(UnclearOutcomeError);
      const [found, ...others] = await findByKey(erp, KEY);
      expect(others).toEqual([]);
      expect(await readOne(erp, 'customers', found!.id)).toMatchObject({ name: 'Bombas del Bajío' });
      expect(await countNamed(settled(), 'Bombas del Bajío')).toBe(1);
    });

    it('when the answer was lost before: the outcome is unclear, nothing is found, and it can be made', async () => {
      const erp = current().connect();
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      writingOf(current).loseNextWrite('before');
      expect(await failureOf(create(erp, KEY, input))).toBeInstanceOf(UnclearOutcomeError);
      await expectNothingMade(erp, KEY, 'Bombas del Bajío');
      const made = await create(erp, KEY, input);
      expect(await findByKey(erp, KEY)).toEqual([made]);
      expect(await countNamed(settled(), 'Bombas del Bajío')).toBe(1);
    });

    it('when the ERP was still working on it: found late, and within the time that is said', async () => {
      const erp = current().connect();
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      writingOf(current).delayNextWrite(400);
      const stop = new AbortController();
      setTimeout(() => stop.abort(new Error('the service stops')), 100);
      await failureOf(create(erp, KEY, input, stop.signal));
      expect(await findByKey(erp, KEY)).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await findByKey(erp, KEY)).toHaveLength(1);
      expect(commandsOf(erp).settledAfterMs).toBeGreaterThanOrEqual(10_000);
    });

    it('when a connector that says so is asked again with a key, whatever people made of the record', async () => {
      const erp = current().connect();
      if (!commandsOf(erp).isIdempotent) return;
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      const made = await create(erp, KEY, input);
      await current().business.renameCustomer(made.id, 'Bombas y Válvulas');
      await current().business.deactivateCustomer(made.id);
      expect((await create(current().connect(), KEY, input)).id).toBe(made.id);
      expect(await findByKey(erp, KEY)).toHaveLength(1);
      expect(await countNamed(settled(), 'Bombas del Bajío')).toBe(0);
    });

    if (has('numbers of ours')) {
      it('when two ask at once with one key', async () => {
        const input = await newCustomer(current().connect(), 'organisation', { name: 'Bombas del Bajío' });
        const asked = await Promise.allSettled([current().connect(), current().connect()].map((erp) => create(erp, KEY, input)));
        const made = asked.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
        expect(made.length).toBeGreaterThan(0);
        const found = await findByKey(current().connect(), KEY);
        expect(found).toHaveLength(1);
        for (const one of made) expect(one).toEqual(found[0]);
        expect(await countNamed(settled(), 'Bombas del Bajío')).toBe(1);
      });
    }
  });

  describe('nothing is made', () => {
    it('when the ERP refuses the content: it says which field and why, in its own words', async () => {
      const erp = current().connect();
      const { values, role, says } = writingOf(current).refused;
      const error = await failureOf(create(erp, KEY, await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío', ...values })));
      expect(error).toBeInstanceOf(RecordRejectedError);
      expect((error as RecordRejectedError).properties).toEqual([(await fieldWithRole(erp, role)).name]);
      expect((error as RecordRejectedError).params.message).toMatch(says);
      await expectNothingMade(settled(), KEY, 'Bombas del Bajío');
    });

    it.each(['customer', 'contact_person'] as const)('when one value of a %s cannot be chosen', async (kind) => {
      const erp = current().connect();
      const organisation = await create(erp, 'PU-ORG', await newCustomer(erp, 'organisation', { name: 'Aceros del Valle' }));
      const field = await fieldWithOptions(erp, kind);
      const input =
        kind === 'customer'
          ? await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' })
          : await contactOf(erp, organisation.id, { name: 'Bombas del Bajío' });
      const error = await failureOf(create(erp, KEY, { ...input, values: { ...input.values, [field.name]: 'no such choice' } }));
      expect(error).toBeInstanceOf(RecordRejectedError);
      expect((error as RecordRejectedError).properties).toEqual([field.name]);
      await expectNothingMade(settled(), KEY, 'Bombas del Bajío');
    });

    it('when what an ERP needs of everybody is missing', async () => {
      const erp = current().connect();
      const error = await failureOf(create(erp, KEY, await newCustomer(erp, 'organisation', { phone: '+52 477 123 4567' })));
      expect(error).toBeInstanceOf(RecordRejectedError);
      expect((error as RecordRejectedError).properties).toContain((await fieldWithRole(erp, 'name')).name);
      expect(await findByKey(erp, KEY)).toEqual([]);
    });

    it('when the user may not make customers', async () => {
      const erp = current().connect();
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      writingOf(current).revokeRightToWrite();
      const error = await failureOf(create(erp, KEY, input));
      expect([RecordRejectedError, ReconnectError].some((refusal) => error instanceof refusal)).toBe(true);
      await expectNothingMade(settled(), KEY, 'Bombas del Bajío');
    });

    it('when the ERP is down', async () => {
      const erp = current().connect();
      const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
      current().fail('unavailable');
      expect(await failureOf(create(erp, KEY, input))).toBeInstanceOf(TransientError);
      current().recover();
      await expectNothingMade(settled(), KEY, 'Bombas del Bajío');
    });

    if (has('rate limits')) {
      it('when the ERP asks us to wait', async () => {
        const erp = current().connect();
        const input = await newCustomer(erp, 'organisation', { name: 'Bombas del Bajío' });
        current().fail('rateLimited');
        expect(await failureOf(create(erp, KEY, input))).toBeInstanceOf(RetryLaterError);
        current().recover();
        await expectNothingMade(settled(), KEY, 'Bombas del Bajío');
      });
    }
  });
}
