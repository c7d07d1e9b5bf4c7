import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Invoice } from '../../server/erp/shared/contract.ts';
import { recordId } from '../../server/shared/ids.ts';
import { computeRollups, countStatuses, type Rollup, type StatusCount } from '../../server/records/rollups.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine } from '../support/engine.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';

const db = useTestDatabase();
const TODAY = '2026-11-20';

const day = fc.constantFrom('2025-03-01', '2026-11-01', '2026-11-19', '2026-11-20', '2026-12-24');
const cents = fc.oneof(fc.integer({ min: -500, max: 100_000 }), fc.constant(0));
const text = (amount: number): string =>
  `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / 100)}.${String(Math.abs(amount) % 100).padStart(2, '0')}`;

const invoice = fc.record({
  type: fc.constantFrom<Invoice['type']>('invoice', 'invoice', 'credit_note', 'down_payment'),
  status: fc.constantFrom<Invoice['status']>('draft', 'open', 'partially_paid', 'in_payment', 'paid', 'credited', 'cancelled'),
  openCents: cents,
  baseCurrency: fc.constantFrom('EUR', 'EUR', 'USD', 'MXN'),
  issuedOn: fc.option(day),
  dueOn: fc.option(day),
  organisation: fc.integer({ min: 1, max: 3 }),
});
type Drawn = typeof invoice extends fc.Arbitrary<infer T> ? T : never;

/** The same figures, added up one by one. */
function expected(drawn: readonly Drawn[]) {
  const posted = drawn.filter(({ type, status }) => type !== 'credit_note' && status !== 'draft' && status !== 'cancelled');
  const unsettled = posted.filter(({ status, openCents }) => ['open', 'partially_paid', 'in_payment'].includes(status) && openCents > 0);
  const late = unsettled.filter(({ status, dueOn }) => status !== 'in_payment' && dueOn !== null && dueOn < TODAY);
  // Nothing open is not owed, whatever the ERP calls it.
  const settled = ({ status, openCents }: Drawn) => (openCents === 0 && ['open', 'partially_paid'].includes(status) ? 'paid' : status);
  const statuses = posted.map((one) => (late.includes(one) ? 'overdue' : settled(one)));
  const order = ['overdue', 'partially_paid', 'open', 'in_payment', 'paid', 'credited'];
  const issued = posted.flatMap(({ issuedOn }) => issuedOn ?? []);
  const recent = issued.some((on) => on > '2025-11-20');
  return {
    erp_payment_status: order.find((status) => statuses.includes(status as never)) ?? 'none',
    erp_open_amount: inEuros(unsettled),
    erp_overdue_amount: inEuros(late),
    erp_customer_status: issued.length === 0 ? 'none' : recent ? 'active' : 'inactive',
  };
}

function inEuros(counted: readonly Drawn[]): string {
  const own = counted.filter(({ baseCurrency }) => baseCurrency === 'EUR');
  if (own.length === 0 && counted.length > 0) return '';
  const sum = own.reduce((total, { openCents }) => total + openCents, 0);
  return String(sum / 100);
}

/** `none` is not counted: the statement finds no invoice of such records. */
function tally(said: readonly Pick<StatusCount, 'paymentStatus' | 'otherCurrencies' | 'count'>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { paymentStatus, otherCurrencies, count } of said) {
    const key = `${paymentStatus} ${[...otherCurrencies].sort().join()}`;
    if (paymentStatus !== 'none') counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}

const toCount = ({ values, otherCurrencies }: Rollup): StatusCount => ({
  paymentStatus: String(values.erp_payment_status),
  otherCurrencies,
  count: 1,
});

it('adds up what a loop over the invoices adds up', async () => {
  const engine = await anEngine(db());
  const records = [1, 2, 3].map((id) => recordId(id));
  await engine.book({ customers: records.map((id) => aCustomer({ id })) });
  for (const id of records) await engine.link('companies', id, id);
  await fc.assert(
    fc.asyncProperty(fc.array(invoice, { maxLength: 12 }), async (drawn) => {
      await db()('erpInvoices').delete();
      const invoices = drawn.map(({ openCents, organisation, ...given }, index) => ({
        ...anInvoice({ id: String(index), customerId: String(organisation) }),
        ...given,
        open: text(openCents),
        baseOpen: text(openCents),
      }));
      await engine.book({ invoices });
      const asked = { objectType: 'companies', recordIds: records, now: engine.now } as const;
      const rollups = await computeRollups(db(), engine.portal, asked);
      for (const { recordId: id, values } of rollups) {
        expect(values).toMatchObject(expected(drawn.filter(({ organisation }) => String(organisation) === id)));
      }
      // Asked one by one, they are the same.
      const [first] = await computeRollups(db(), engine.portal, { objectType: 'companies', recordIds: [records[0]!], now: engine.now });
      expect(first).toEqual(rollups.find(({ recordId: id }) => id === records[0]));
      for (const companyCurrency of ['EUR', null]) {
        const portal = { ...engine.portal, companyCurrency };
        const each = await computeRollups(db(), portal, asked);
        expect(tally(await countStatuses(db(), portal, asked))).toEqual(tally(each.map(toCount)));
      }
    }),
    { numRuns: 60 },
  );
});
