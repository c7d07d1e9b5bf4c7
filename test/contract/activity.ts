import { describe, expect, it } from '@jest/globals';
import type { ErpConnector } from '../../server/erp/shared/contract.ts';
import { RecordRejectedError, ReconnectError, TransientError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { Current } from './erp-contract.ts';
import { failureOf, never, readOne } from './reading.ts';
import { commandsOf, contactOf, create, newCustomer, writingOf } from './writing.ts';

/** Archiving customers, and taking them back into use. */
export function describeActivity(current: Current): void {
  const setActive = (erp: ErpConnector, id: ErpRecordId, isActive: boolean) =>
    commandsOf(erp).run('setCustomerActive', { key: 'PU-ACTIVE-1', input: { id, isActive } }, never);
  const isActive = async (erp: ErpConnector, id: ErpRecordId) => (await readOne(erp, 'customers', id)).active;

  async function aCustomer(kind: 'organisation' | 'person' | 'contact') {
    const erp = current().connect();
    const organisation = await create(erp, 'PU-ORG', await newCustomer(erp, 'organisation', { name: 'Aceros del Valle' }));
    if (kind === 'organisation') return { erp, made: organisation, organisation };
    const input = await (kind === 'person'
      ? newCustomer(erp, 'person', { name: 'Ana Ruiz' })
      : contactOf(erp, organisation.id, { name: 'Ana Ruiz' }));
    return { erp, made: await create(erp, 'PU-ANA', input), organisation };
  }

  describe('a customer that is archived', () => {
    it.each(['organisation', 'person', 'contact'] as const)('is out of use and is taken back into use (%s)', async (kind) => {
      const { erp, made } = await aCustomer(kind);
      expect(await setActive(erp, made.id, false)).toMatchObject({ ...made, isChanged: true });
      expect(await isActive(erp, made.id)).toBe(false);
      expect(await setActive(erp, made.id, true)).toEqual({ ...made, isChanged: true });
      expect(await isActive(erp, made.id)).toBe(true);
    });

    it('twice is as good as once, and it is said that it was so already', async () => {
      const { erp, made } = await aCustomer('organisation');
      expect(await setActive(erp, made.id, true)).toMatchObject({ isChanged: false });
      await setActive(erp, made.id, false);
      expect(await setActive(erp, made.id, false)).toMatchObject({ id: made.id, isChanged: false });
      expect(await isActive(erp, made.id)).toBe(false);
    });

    it('by somebody else is not changed by us', async () => {
      const { erp, made } = await aCustomer('organisation');
      await current().business.deactivateCustomer(made.id);
      expect(await setActive(erp, made.id, false)).toMatchObject({ isChanged: false });
    });

    it('that is a person of an organisation leaves the organisation in use', async () => {
      const { erp, made, organisation } = await aCustomer('contact');
      await setActive(erp, made.id, false);
      expect(await isActive(erp, organisation.id)).toBe(true);
    });

    it('keeps its invoices as they are', async () => {
      const erp = current().connect();
      const customer = await current().business.createCustomer({ name: 'Bombas del Bajío' });
      const invoice = await current().business.createInvoice({ customer, total: '100.00', currency: current().baseCurrency });
      const before = await readOne(erp, 'invoices', invoice);
      await setActive(erp, customer, false);
      expect(await readOne(erp, 'invoices', invoice)).toEqual(before);
    });
  });

  describe('archiving fails so that it is known what became of it', () => {
    it.each([
      ['before', true],
      ['after', false],
    ] as const)('when the answer was lost %s it was done: unclear, and it can be done again', async (when, isStillActive) => {
      const { erp, made } = await aCustomer('organisation');
      writingOf(current).loseNextWrite(when);
      expect(await failureOf(setActive(erp, made.id, false))).toBeInstanceOf(UnclearOutcomeError);
      expect(await isActive(erp, made.id)).toBe(isStillActive);
      expect(await setActive(erp, made.id, false)).toMatchObject({ isChanged: isStillActive });
      expect(await isActive(erp, made.id)).toBe(false);
    });

    it('when there is no such customer any more', async () => {
      const { erp, made } = await aCustomer('organisation');
      await current().business.deleteCustomer(made.id);
      const error = await failureOf(setActive(erp, made.id, false));
      expect(error).toBeInstanceOf(RecordRejectedError);
      expect((error as RecordRejectedError).code).toBe('erp.record_gone');
    });

    it('when the user may not change customers', async () => {
      const { erp, made } = await aCustomer('organisation');
      writingOf(current).revokeRightToWrite();
      const error = await failureOf(setActive(erp, made.id, false));
      expect([RecordRejectedError, ReconnectError].some((refusal) => error instanceof refusal)).toBe(true);
      expect(await isActive(current().connect(), made.id)).toBe(true);
    });

    it('when the ERP is down', async () => {
      const { erp, made } = await aCustomer('organisation');
      current().fail('unavailable');
      expect(await failureOf(setActive(erp, made.id, false))).toBeInstanceOf(TransientError);
      current().recover();
      expect(await isActive(erp, made.id)).toBe(true);
    });
  });
}
