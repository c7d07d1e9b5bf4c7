import { joinPhone } from '../../../server/erp/sap-s4/phone-numbers.ts';
import { addPartner } from '../../fakes/sap-s4/books/partners.ts';
import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import { external } from '../../fakes/sap-s4/operations.ts';
import type { BenchCustomers, BookedCustomer } from './index.ts';

/** Partners carry the day they came, and whoever came today is looked at whenever it is asked what moved: these have been there for long. */
const AGE_MS = 30 * 86_400_000;
/** An import takes its time. */
const APART_MS = 100;
const LANDLINE = '1';

/** Customers with both roles, an account of the company code, a sales area, an address and what it is reached by. */
export function customersOf(s4: S4Fake): BenchCustomers {
  const numbers = numbersInOrder(s4);
  return {
    pageSize: 200,
    load(customers) {
      const { clock } = s4.store;
      const first = clock.instant().getTime() - AGE_MS;
      return customers.map((customer, n) => {
        const tx = s4.store.begin(clock.stamp(new Date(first + APART_MS * n)));
        const number = addPartner(tx, partnerOf(customer));
        tx.commit();
        return external(number);
      });
    },
    list(after) {
      const all = numbers();
      const asked = after === undefined ? all : all.slice(all.indexOf(after) + 1);
      return asked.map((id) => ({ id, name: String(s4.record('A_BusinessPartner', id)?.['BusinessPartnerFullName'] ?? '') }));
    },
    phoneOf(id) {
      const phones = s4.store.table('A_AddressPhoneNumber');
      const addresses = s4.store
        .table('A_BusinessPartnerAddress')
        .by('BusinessPartner', s4.record('A_BusinessPartner', id)?.['BusinessPartner']);
      const [phone] = addresses
        .flatMap(({ AddressID }) => phones.by('AddressID', AddressID))
        .filter((row) => row['PhoneNumberType'] === LANDLINE);
      if (!phone) return null;
      const text = (field: string): string | null => (phone[field] ? String(phone[field]) : null);
      return joinPhone({
        PhoneNumber: text('PhoneNumber'),
        PhoneNumberExtension: text('PhoneNumberExtension'),
        InternationalPhoneNumber: text('InternationalPhoneNumber'),
      });
    },
    setPhone(id, phone) {
      s4.updatePartner(id, { phone });
      const committedAt = Date.now();
      return Promise.resolve({ hintedAt: committedAt, committedAt });
    },
  };
}

/** As they came, people too. Nobody leaves the books. */
function numbersInOrder(s4: S4Fake): () => readonly string[] {
  let numbers: string[] = [];
  return () => {
    const { rows } = s4.store.table('A_BusinessPartner');
    if (rows.size !== numbers.length) numbers = [...rows.keys()].map(external);
    return numbers;
  };
}

const partnerOf = ({ name, taxId, phone, website, city }: BookedCustomer) => ({
  name,
  ...(taxId !== null && { taxId }),
  ...(phone !== null && { phone }),
  ...(website !== null && { website }),
  ...{ city, country: 'MX' },
});
