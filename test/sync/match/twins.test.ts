import { describe, expect, it } from '@jest/globals';
import { connectionId, erpRecordId } from '../../../server/shared/ids.ts';
import { withoutTwins } from '../../../server/sync/match/create-records.ts';
import type { DueCustomer } from '../../../server/sync/match/due-customers.ts';

const aDueCustomer = (id: string, given: Partial<DueCustomer> = {}): DueCustomer => ({
  ...{ connectionId: connectionId('c1'), customerId: erpRecordId(id), companyId: null, identityKey: 'memory:db-1' },
  ...{ objectType: 'companies', organisationId: erpRecordId(id), name: `Acme ${id}`, active: true },
  ...{ taxId: null, taxIdText: null, country: 'ES', isTaxIdShared: false, isNameShared: false, isOwnCompany: false },
  ...{ emails: [], sharedEmails: [], phone: null, domain: null, isWanted: false, candidates: [], linkedTo: null, refused: [] },
  ...given,
});
const first = (...customers: DueCustomer[]) => withoutTwins(customers).map(({ customerId }) => customerId as string);

describe('who waits until somebody else is made', () => {
  it('is who has the tax id or the name of one before', () => {
    const acme = aDueCustomer('1', { name: 'Acme SL', taxId: 'B65410011' });
    const sameTaxId = aDueCustomer('2', { taxId: 'B65410011' });
    const sameName = aDueCustomer('3', { name: 'ACME' });
    const otherFirm = aDueCustomer('4', { name: 'Acme', taxId: 'B78361219' });
    expect(first(acme, sameTaxId, sameName, otherFirm)).toEqual(['1', '4']);
    expect(first(sameName, otherFirm, acme)).toEqual(['3']);
  });

  it('is no contact of the name of another one', () => {
    const [one, other] = ['1', '2'].map((id) => aDueCustomer(id, { objectType: 'contacts', name: 'Ana Ruiz' }));
    expect(first(one!, other!)).toEqual(['1', '2']);
  });

  it('is found without comparing each with each', () => {
    let reads = 0;
    const counted = (id: number): DueCustomer =>
      Object.defineProperty(aDueCustomer(`${id}`), 'name', { get: () => (reads++, `Acme ${id}`), enumerable: true });
    const customers = Array.from({ length: 500 }, (_, id) => counted(id));
    expect(withoutTwins(customers)).toHaveLength(500);
    expect(reads).toBe(500);
  });
});
