import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import { Operations } from '../../fakes/sap-b1/operations.ts';
import type { BenchCustomers, BookedCustomer } from './index.ts';

const HOUR_MS = 3_600_000;
/** An import takes its time, and several get one stamp: seconds are the smallest there is. */
const APART_MS = 100;

export function customersOf(b1: B1Fake): BenchCustomers {
  const codes = codesInOrder(b1);
  return {
    pageSize: 100,
    load(customers) {
      const { clock } = b1.store.options;
      const first = clock.instant().getTime() - HOUR_MS;
      return customers.map((customer, n) => {
        const tx = b1.store.begin(clock.stamp(new Date(first + APART_MS * n)));
        const code = new Operations(tx).createPartner(partnerOf(customer, n));
        tx.commit();
        return code;
      });
    },
    list(after) {
      const all = codes();
      const asked = after === undefined ? all : all.slice(all.indexOf(after) + 1);
      return asked.map((id) => ({ id, name: b1.record('BusinessPartners', id)?.CardName ?? '' }));
    },
    phoneOf: (id) => (b1.record('BusinessPartners', id)?.['Phone1'] as string | null | undefined) ?? null,
    setPhone(id, phone) {
      b1.updatePartner(id, { phone });
      const committedAt = Date.now();
      return Promise.resolve({ hintedAt: committedAt, committedAt });
    },
  };
}

/** As they came; codes say nothing of it. Nobody leaves the books. */
function codesInOrder(b1: B1Fake): () => readonly string[] {
  let codes: string[] = [];
  return () => {
    const { rows } = b1.store.table('BusinessPartners');
    if (rows.size !== codes.length) codes = [...rows.keys()].map(String);
    return codes;
  };
}

/** The generated company gives its own codes. */
const partnerOf = ({ city, ...customer }: BookedCustomer, n: number) => ({
  ...customer,
  code: `BENCH${n + 1}`,
  addresses: [{ name: 'Fiscal', city, country: 'MX' }],
});
