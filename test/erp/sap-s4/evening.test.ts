import { beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from '../../../server/shared/calendar.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { eveningInMexico } from '../../contract/evening.ts';
import { never, readAll, readOne } from '../../contract/reading.ts';
import { selling } from './selling-harness.ts';

const shop = selling();
let today: string;
beforeEach(() => void (today = eveningInMexico(shop.harness())));

const erp = () => shop.harness().connect();
const dayIn = (value: unknown) => String(value).slice(0, 10);

describe('in the evening, when UTC has tomorrow', () => {
  it('a quotation is valid from the day that the company has', async () => {
    await shop.create();
    const [row] = shop.rows('A_SalesQuotation');
    expect([dayIn(row!['BindingPeriodValidityStartDate']), dayIn(row!['BindingPeriodValidityEndDate'])]).toEqual([
      today,
      addDays(today, 90),
    ]);
  });

  it('a price of today holds until midnight there, and one of tomorrow does not yet', async () => {
    const { catalog } = shop.fake();
    const [ending, beginning] = ['ENDING', 'BEGINNING'].map((number) => catalog.createProduct({ name: number, number })) as [
      string,
      string,
    ];
    catalog.createPrice({ product: ending, amount: '9.00', currency: 'MXN', from: '0001-01-01', until: today });
    catalog.createPrice({ product: beginning, amount: '7.00', currency: 'MXN', from: addDays(today, 1) });
    const asked = await erp().capabilities.catalog!.pricesOf(
      'PPR0/1010/10//MXN',
      [ending, beginning].map((code) => erpRecordId(code)),
      never,
    );
    expect([asked.get(erpRecordId(ending)), asked.get(erpRecordId(beginning))]).toEqual([{ amount: '9.00', currency: 'MXN' }, null]);
    const read = [...(await readAll(erp(), 'prices')).records.values()];
    const midnight = `${addDays(today, 1)}T06:00:00.000Z`;
    expect(read.filter(({ amount }) => amount === '9.00')).toMatchObject([{ validFrom: null, validUntil: midnight }]);
    expect(read.filter(({ amount }) => amount === '7.00')).toMatchObject([{ validFrom: midnight }]);
  });

  it('a product that is stopped from tomorrow on is sold', async () => {
    shop.fake().catalog.setSalesStatus('VAL-1', '02', addDays(today, 1));
    expect((await readOne(erp(), 'products', erpRecordId('VAL-1'))).isSold).toBe(true);
  });

  it('who is a contact until today still is one', async () => {
    const company = shop.customer();
    const person = shop.fake().createContact({ company, name: 'Ana Garza' });
    shop.fake().transaction(({ tx }) => {
      for (const row of tx.by('A_BPContactToFuncAndDept', 'BusinessPartnerPerson', person.padStart(10, '0')))
        tx.patch('A_BPContactToFuncAndDept', String(row['_key']), { ValidityEndDate: today });
    });
    expect((await readOne(erp(), 'customers', erpRecordId(person))).organisationId).toBe(company);
  });
});
