import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

describe.each([16, 17, 18, 19] as const)('what a user of Odoo %i does not see any more', (version) => {
  /** A customer of each of two companies and one of neither, five times; the first of each kind is deleted. */
  async function customersOfTwo(): Promise<Record<'own' | 'others' | 'shared' | 'deleted', string[]>> {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const other = fake.addCompany({ name: 'Otra', currency: 'MXN' });
    fake.setCompanies([1, other]);
    const made: Record<'own' | 'others' | 'shared', string[]> = { own: [], others: [], shared: [] };
    const deleted: string[] = [];
    for (let nth = 0; nth < 5; nth++) {
      for (const [kind, company_id] of [
        ['own', 1],
        ['others', other],
        ['shared', null],
      ] as const) {
        const id = await fake.createPartner({ name: `${kind} ${nth}`, is_company: true, company_id });
        if (nth === 0) await fake.deletePartner(id);
        (nth === 0 ? deleted : made[kind]).push(String(id));
      }
    }
    return { ...made, deleted };
  }
  const find = (ids: readonly string[], erp = harness.connect()) => erp.capabilities.findHidden!('customers', ids.map(erpRecordId), never);

  it('is told from what was deleted, and from what it sees', async () => {
    const { own, others, shared, deleted } = await customersOfTwo();
    const all = [...own, ...others, ...shared, ...deleted];
    expect(await find(all)).toEqual([]);
    harness.fake.setCompanies([1]);
    const { records } = await harness.connect().readByIds('customers', all.map(erpRecordId), never);
    expect(records.map(({ id }) => id).toSorted()).toEqual([...own, ...shared].toSorted());
    expect((await find(all)).toSorted()).toEqual(others.toSorted());
    expect(await find(deleted)).toEqual([]);
  });

  it('is asked about in few calls, however many it is', async () => {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const other = fake.addCompany({ name: 'Otra', currency: 'MXN' });
    fake.setCompanies([1, other]);
    const made: string[] = [];
    for (let nth = 0; nth < 120; nth++)
      made.push(String(await fake.createPartner({ name: `Firm ${nth}`, is_company: true, company_id: nth % 40 === 0 ? 1 : other })));
    fake.setCompanies([1]);
    const seen = made.filter((_, nth) => nth % 40 === 0);
    const erp = harness.connect();
    await erp.readByIds('customers', made.map(erpRecordId), never);
    fake.forgetCalls();
    // Nearly all: what is not hidden among them is not worth a call for each.
    expect((await find(made, erp)).length).toBeGreaterThanOrEqual(117);
    expect(fake.calls().filter(({ method }) => method === 'read').length).toBeLessThanOrEqual(15);
    // One by one they are told apart for certain.
    for (const id of seen) expect(await find([id], erp)).toEqual([]);
    expect(await find([made[1]!], erp)).toEqual([made[1]]);
    const deleted = made.filter((_, nth) => nth % 40 === 1);
    for (const id of deleted) await fake.deletePartner(Number(id));
    expect(await find([...seen, ...deleted, made[2]!], erp)).toEqual([made[2]]);
  });

  it('is nothing of a company that is only left out of the connection', async () => {
    const { own, others } = await customersOfTwo();
    expect(await find([...own, ...others], harness.connectWith({ companies: ['1'] }))).toEqual([]);
  });
});
