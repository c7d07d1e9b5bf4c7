import { beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import type { CustomerFieldSupport } from '../../../server/erp/shared/contract.ts';
import { never, readAll } from '../../contract/reading.ts';
import { NAME, writing } from './writing-harness.ts';

const { harness } = writing({ childTouchesPartner: true });
let fields: CustomerFieldSupport;
let id: ErpRecordId;

beforeEach(() => {
  fields = harness().connect().capabilities.customerFields!;
  const given = { phone: '+52 81 1000 0000', email: 'pagos@aceros.mx', website: 'https://aceros.mx', taxId: 'EKU9003173C9' };
  id = erpRecordId(harness().fake.createPartner({ name: 'Aceros', ...given, city: 'Monterrey' }));
});

async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = harness().fake.calls().length;
  await work();
  const calls = harness().fake.calls().slice(before);
  const names = calls.map(({ method, path }) => `${method} ${path.replace(/^.*API_BUSINESS_PARTNER\//, '').replace(/[?(].*$/, '')}`);
  // Which fields there are is asked once an hour.
  return names.filter((name) => name !== 'GET $metadata');
}

const ADDRESSED = ['GET A_BusinessPartner', 'GET A_BusinessPartnerAddress'];

describe('fields of a customer are read where they stand, and nowhere else', () => {
  it.each([
    [[NAME], ['GET A_BusinessPartner']],
    [['CorrespondenceLanguage'], ['GET A_BusinessPartner']],
    [['CityName'], ADDRESSED],
    [['PhoneNumber'], [...ADDRESSED, 'GET A_AddressPhoneNumber']],
    [['MobilePhoneNumber'], [...ADDRESSED, 'GET A_AddressPhoneNumber']],
    [['WebsiteURL'], [...ADDRESSED, 'GET A_AddressHomePageURL']],
    [['EmailAddress'], [...ADDRESSED, 'GET A_AddressEmailAddress']],
    [['TaxNumber'], [...ADDRESSED, 'GET A_BusinessPartnerTaxNumber']],
  ])('%j', async (names, calls) => {
    const values = new Map<string, unknown>();
    expect(await callsOf(async () => values.set('read', (await fields.read([id], names, never)).get(id)))).toEqual(calls);
    expect(values.get('read')).toEqual({ [names[0]!]: EXPECTED[names[0]!] });
  });

  it('a phone is written with one change between two looks at it', async () => {
    await fields.write(id, { PhoneNumber: '+52 81 1000 0001' }, never);
    const look = [...ADDRESSED, 'GET A_AddressPhoneNumber'];
    expect(await callsOf(() => fields.write(id, { PhoneNumber: '+52 81 1000 0002' }, never))).toEqual([
      ...look,
      'PATCH A_AddressPhoneNumber',
      ...look,
    ]);
  });
});

const EXPECTED: Record<string, string | null> = {
  [NAME]: 'Aceros',
  CorrespondenceLanguage: null,
  CityName: 'Monterrey',
  PhoneNumber: '+52 81 1000 0000',
  MobilePhoneNumber: null,
  WebsiteURL: 'https://aceros.mx',
  EmailAddress: 'pagos@aceros.mx',
  TaxNumber: 'EKU9003173C9',
};

describe('of the many who came on one day', () => {
  const COUNT = 450;
  let numbers: string[];

  beforeEach(() => {
    numbers = harness().fake.transaction((erp) =>
      Array.from({ length: COUNT }, (_none, n) => erp.createPartner({ name: `Taller ${n}`, city: 'Monterrey' })),
    );
  });

  it('one that moves is read with the few of its part, in one go', async () => {
    const erp = harness().connect();
    const { next } = await readAll(erp, 'customers');
    harness().pass(60_000);
    harness().fake.updatePartner(numbers[411]!, { phone: '+52 81 1000 0009' });
    const found = new Map<string, unknown>();
    const calls = await callsOf(async () => {
      for (const [key, record] of (await readAll(erp, 'customers', next)).records) found.set(key, record);
    });
    expect(found.get(numbers[411]!)).toMatchObject({ phone: '+528110000009' });
    expect(found.size).toBeLessThan(30);
    expect(calls.filter((call) => call === 'GET A_BusinessPartner')).toHaveLength(3);
    expect(calls.filter((call) => call === 'GET A_BusinessPartnerAddress')).toHaveLength(1);
  });

  it('all that move are read, two hundred at a time', async () => {
    const erp = harness().connect();
    const { next } = await readAll(erp, 'customers');
    harness().pass(60_000);
    for (const number of numbers) harness().fake.updatePartner(number, { phone: '+52 81 1000 0009' });
    const pages: string[][] = [];
    for (let cursor = next, hasMore = true; hasMore;) {
      const page = await erp.readPage('customers', cursor, never);
      pages.push(page.records.map((record) => record.id));
      ({ next: cursor, hasMore } = page);
    }
    expect(pages.map((page) => page.length)).toEqual([200, 200, expect.any(Number)]);
    const read = pages.flat();
    expect(new Set(read).size).toBe(read.length);
    expect(read).toEqual(expect.arrayContaining(numbers));
  });
});
