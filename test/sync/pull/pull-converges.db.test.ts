import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { reconcile } from '../../../server/sync/pull/reconcile.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = { signal: new AbortController().signal, holdsClaim: async () => true };

const id = fc.integer({ min: 1, max: 9 }).map(String);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('invoice' as const),
      id,
      customer: id,
      status: fc.constantFrom('draft', 'open', 'paid', 'cancelled'),
      origin: fc.option(id),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('payment' as const), id, customer: id, settles: fc.array(id, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('customer' as const), id, name: fc.string() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('remove' as const), id, stream: fc.constantFrom('customers', 'invoices', 'payments') }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('slice' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hint' as const), id, after: fc.constantFrom(1, 10) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'rebuild' as const, 'reconcile' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(joined: Incoming, s: Step): Promise<void> {
  const { erp, clock, deps, scope } = joined;
  clock.now = new Date(clock.now.getTime() + 1000);
  const pullSlice = async (): Promise<void> => {
    await db()('erpConnections').where({ id: scope.connectionId }).update({ nextPullAt: clock.now });
    await pullChanges(deps, scope, context);
  };
  switch (s.do) {
    case 'invoice':
      return erp.set(
        'invoices',
        anInvoice({ id: s.id, customerId: s.customer, status: s.status as 'open', origin: s.origin, createdAt: null }),
      );
    case 'payment':
      return erp.set('payments', aPayment({ id: s.id, customerId: s.customer, createdAt: null, allocations: s.settles.map(settles) }));
    case 'customer':
      return erp.set('customers', aCustomer({ id: s.id, name: s.name }));
    case 'remove':
      return erp.remove(s.stream as 'invoices', s.id);
    case 'slice':
      return pullSlice();
    case 'hint':
      await db().transaction((trx) =>
        queueHints(trx, scope, { enqueue: deps.enqueue, hints: [{ stream: 'invoices', id: erpRecordId(s.id) }], now: clock.now }),
      );
      clock.now = new Date(clock.now.getTime() + s.after * 1000);
      return void (await joined.hint());
    case 'crash': {
      const enqueue = deps.enqueue;
      deps.enqueue = () => Promise.reject(new Error('killed'));
      await pullSlice().catch(() => undefined);
      deps.enqueue = enqueue;
      return;
    }
    case 'rebuild':
      for (const stream of ['customers', 'invoices', 'payments'] as const) joined.erp.streams[stream].translationVersion++;
      return pullSlice();
    case 'reconcile':
      return void (await reconcile(deps, scope, context));
  }
}

const settles = (invoiceId: string) => ({
  invoiceId: erpRecordId(invoiceId),
  by: 'payment' as const,
  sourceId: null,
  amount: '1.00',
  on: null,
  at: null,
  label: null,
});

/** What both sides say, in comparable words. */
async function mirrorOf({ scope }: Incoming) {
  const rows = (table: string, ...columns: string[]): Promise<object[]> => db()(table).where(scope).orderBy(columns).select(columns);
  return {
    customers: await rows('erpCustomers', 'erpId', 'name', 'mark'),
    invoices: await rows('erpInvoices', 'erpId', 'status', 'customerId', 'mark'),
    origins: await rows('erpInvoiceOrigins', 'invoiceId', 'orderNumber'),
    payments: await rows('erpPayments', 'erpId', 'customerId', 'mark'),
    allocations: await rows('erpAllocations', 'ownerId', 'position', 'invoiceId'),
  };
}

function saidBy({ erp }: Incoming) {
  const sorted = <T>(rows: T[], key: (row: T) => string): T[] => rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const invoices = sorted(erp.records('invoices'), ({ id }) => id);
  const payments = sorted(erp.records('payments'), ({ id }) => id);
  return {
    customers: sorted(erp.records('customers'), ({ id }) => id).map(({ id, name, changeStamp: mark }) => ({ erpId: id, name, mark })),
    invoices: invoices.map(({ id, status, customerId, changeStamp: mark }) => ({ erpId: id, status, customerId, mark })),
    origins: invoices.flatMap(({ id, origin }) => (origin === null ? [] : [{ invoiceId: id, orderNumber: origin }])),
    payments: payments.map(({ id, customerId, changeStamp: mark }) => ({ erpId: id, customerId, mark })),
    allocations: payments.flatMap(({ id, allocations }) =>
      allocations.map(({ invoiceId }, position) => ({ ownerId: id, position, invoiceId })),
    ),
  };
}

describe('whatever changes while it is read', () => {
  it('the mirror ends up as the ERP is, and then comes to rest', async () => {
    let portalId = 100;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (steps, pageSize) => {
        const joined = await connectedErp(db(), { portalId: portalId++ });
        joined.erp.pageSize = pageSize;
        joined.deps.slicePages = 1;
        await db()('links').insert(
          Array.from({ length: 9 }, (_, n) => ({
            ...joined.scope,
            objectType: 'companies',
            customerId: String(n + 1),
            recordId: `r${n}`,
            state: 'active',
            rule: 'person',
          })),
        );
        for (const s of steps) await take(joined, s);
        await joined.pull();
        // Pulling alone misses nothing that is there; only removals are left to the comparison.
        const said = saidBy(joined);
        const pulled = await mirrorOf(joined);
        for (const kind of ['customers', 'invoices', 'payments'] as const) expect(pulled[kind]).toEqual(expect.arrayContaining(said[kind]));
        await joined.reconcile();
        expect(await mirrorOf(joined)).toEqual(said);

        const targets = await db()('targets').where({ portalId: joined.scope.portalId }).orderBy('recordId');
        const events = await db()('events').where({ portalId: joined.scope.portalId }).orderBy(['kind', 'erpId']);
        await db()('erpStreams').where({ portalId: joined.scope.portalId }).update({ cursor: null });
        await joined.pull();
        await joined.reconcile();
        expect(await db()('targets').where({ portalId: joined.scope.portalId }).orderBy('recordId')).toEqual(targets);
        expect(await db()('events').where({ portalId: joined.scope.portalId }).orderBy(['kind', 'erpId'])).toEqual(events);
      }),
      { numRuns: 30 },
    );
  });
});
