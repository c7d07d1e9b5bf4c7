import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../server/shared/errors.ts';
import { erpRecordId, recordId } from '../../../server/shared/ids.ts';
import { decideReviews, leaveOutUnmatched } from '../../../server/sync/match/review-decisions.ts';
import { readReviewedFacts } from '../../../server/sync/match/reviewed-facts.ts';
import { loadReviews, loadUnmatched } from '../../../server/sync/match/reviews.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

function reviewsOf(engine: Engine, page = 1) {
  const readFacts: Parameters<typeof loadReviews>[0]['readFacts'] = (objectType, ids) =>
    readReviewedFacts(
      { openHubSpot: () => Promise.resolve(engine.hubspot) },
      { portalId: engine.scope.portalId, objectType, ids, taxIdProperty: null },
    );
  return loadReviews({ db: db(), recordUrl: () => '', readFacts }, engine.scope.portalId, page);
}

const owing = (customerId: string, total: string, over = {}) =>
  anInvoice({ id: `of ${customerId} ${total}`, customerId, organisationId: customerId, total, ...over });

/** Two records with two customers each of one e-mail address, and a customer that nobody knows. */
async function twoPairs(): Promise<Engine> {
  const engine = await anEngine(db());
  const person = (id: string, name: string, email: string) => aCustomer({ id, kind: 'person', name, emails: [email] });
  for (const email of ['ana@acme.es', 'eva@acme.es']) engine.hubspot.add('contacts', { email, firstname: email.slice(0, 3), city: 'León' });
  await engine.book({
    customers: [
      person('1', 'ana', 'ana@acme.es'),
      person('2', 'Ana B', 'ana@acme.es'),
      person('3', 'Zoe', 'eva@acme.es'),
      person('4', 'eva', 'eva@acme.es'),
      person('5', 'nobody', 'new@acme.es'),
      person('6', 'Another', 'other@acme.es'),
    ],
    invoices: [
      owing('4', '90.10'),
      owing('4', '0.90'),
      owing('2', '91.00', { status: 'paid' }),
      owing('5', '5.00'),
      owing('6', '7.00', { type: 'credit_note' }),
    ],
  });
  await engine.match();
  return engine;
}

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
    const { groups } = await reviewsOf(engine);
    const facts = { name: ['Michael Turner'], email: ['m.turner@acme.es'] };
    expect(groups).toMatchObject([
      {
        customers: [
          { customerId: '2', facts: { ...facts, organisation: ['Acme'] } },
          { customerId: '3', facts },
        ],
      },
    ]);
  });

  it('puts the customers of one record together, who owes most first, and names without regard to capitals', async () => {
    const engine = await twoPairs();
    const { groups, total, pageCount } = await reviewsOf(engine);
    expect(groups.map(({ customers }) => customers.map(({ customerId, owed }) => [customerId, owed]))).toEqual([
      [
        ['4', [{ amount: '91', currency: 'EUR' }]],
        ['3', []],
      ],
      [
        ['1', []],
        ['2', []],
      ],
    ]);
    expect(groups[0]?.records).toMatchObject([{ facts: { name: ['eva'], email: ['eva@acme.es'], city: ['León'], phone: [] } }]);
    expect({ total, pageCount }).toEqual({ total: 4, pageCount: 1 });
    expect((await reviewsOf(engine, 2)).groups).toEqual([]);
  });

  it('puts a customer that fits several records where most others are', async () => {
    const engine = await anEngine(db());
    const [alone, shared] = ['one@acme.es', 'two@acme.es'].map((email) => engine.hubspot.add('contacts', { email }));
    await engine.book({ customers: ['1', '2'].map((id) => aCustomer({ id, kind: 'person', name: `Ana ${id}` })) });
    await engine.match();
    const found = (...records: unknown[]) => JSON.stringify(records.map((record) => ({ recordId: record, name: null, rule: 'email' })));
    const set = (customerId: string, candidates: string) =>
      db()('customerMatches').where({ customerId }).update({ objectType: 'contacts', state: 'ambiguous', candidates });
    await db()('customerMatches').where({ objectType: 'companies' }).delete();
    await set('1', found(alone, shared));
    await set('2', found(shared));
    const { groups } = await reviewsOf(engine);
    expect(groups).toMatchObject([
      { records: [{ recordId: shared }, { recordId: alone }], customers: [{ customerId: '1' }, { customerId: '2' }] },
    ]);
  });

  it('tells of the first customers of a record, and names those beyond so that all can be decided at once', async () => {
    const engine = await anEngine(db());
    engine.hubspot.add('contacts', { email: 'info@acme.es' });
    const ids = Array.from({ length: 23 }, (_, nth) => String(nth + 10));
    await engine.book({
      customers: ids.map((id) => aCustomer({ id, kind: 'person', name: `Branch ${id}`, emails: ['info@acme.es'] })),
      invoices: [owing('32', '5.00')],
    });
    await engine.match();
    const { groups, total } = await reviewsOf(engine);
    expect(total).toBe(23);
    expect(groups.map(({ customers }) => customers.map(({ customerId }) => customerId))).toEqual([['32', ...ids.slice(0, 19)]]);
    const { connectionId } = engine.scope;
    expect(groups[0]?.others).toEqual(['29', '30', '31'].map((customerId) => ({ connectionId, customerId })));
  });

  it('is there while HubSpot is away, without the values of its records', async () => {
    const engine = await twoPairs();
    engine.hubspot.batchRead = () => Promise.reject(new TransientError('down', { code: 'hubspot.unreachable' }));
    const { groups } = await reviewsOf(engine);
    expect(groups.map(({ records }) => records.map(({ facts }) => facts))).toEqual([[null], [null]]);
  });

  it('decides many at once, and leaves those that are gone', async () => {
    const engine = await twoPairs();
    const { portalId, connectionId } = engine.scope;
    const { groups } = await reviewsOf(engine);
    const record = recordId(groups[0]?.records[0]?.recordId ?? '');
    const decisions = ['3', '4', 'gone'].map((id) => ({
      ...{ connectionId, customerId: erpRecordId(id), objectType: 'contacts' as const },
      ...{ answer: 'link' as const, recordId: record },
    }));
    expect(await decideReviews(engine.deps, { portalId, userId: 4, decisions })).toEqual({ decided: 2, refused: 1 });
    expect((await reviewsOf(engine)).groups).toHaveLength(1);
    await expect(decideReviews(engine.deps, { portalId, userId: 4, decisions: decisions.slice(2) })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('customers without a record', () => {
  it('are listed if they have documents, and left out all at once', async () => {
    const engine = await twoPairs();
    const { portalId } = engine.scope;
    const list = () => loadUnmatched(db(), portalId, 1);
    expect(await list()).toMatchObject({
      total: 2,
      customers: [
        { customerId: '5', owed: [{ amount: '5', currency: 'EUR' }] },
        { customerId: '6', owed: [] },
      ],
    });
    expect(await leaveOutUnmatched(engine.deps, portalId, 71)).toBe(2);
    expect(await list()).toMatchObject({ total: 0, customers: [] });
    expect((await reviewsOf(engine)).total).toBe(4);
  });
});
