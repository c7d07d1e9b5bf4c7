import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { loadReviews } from '../../../server/sync/match/reviews.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();

describe('the review list', () => {
  it('tells customers of one name apart', async () => {
    const engine = await anEngine(db());
    engine.hubspot.add('contacts', { email: 'm.turner@acme.es' });
    const turner = { kind: 'person' as const, name: 'Michael Turner', emails: ['m.turner@acme.es'] };
    await engine.book({
      customers: [
        aCustomer({ id: '1', name: 'Acme' }),
        aCustomer({ id: '2', ...turner, organisationId: erpRecordId('1') }),
        aCustomer({ id: '3', ...turner, organisationId: erpRecordId('3') }),
      ],
    });
    await engine.match();
    const { reviews } = await loadReviews(db(), engine.scope.portalId, 1, () => '');
    expect(reviews.map(({ customerId, facts }) => [customerId, facts])).toEqual([
      ['2', ['Acme', 'm.turner@acme.es']],
      ['3', ['m.turner@acme.es']],
    ]);
  });
});
