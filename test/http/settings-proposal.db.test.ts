import { describe, expect, it } from '@jest/globals';
import type { CustomerFieldSupport } from '../../server/erp/shared/contract.ts';
import { TransientError } from '../../server/shared/errors.ts';
import { approvedConnection, customers, customersView, givenProperties, line, rulesOf, saveRules } from '../support/customers-app.ts';
import { useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

const CUSTOMERS = rulesOf({ mapping: [line('phone', 'phone')] });
const listing = (list: CustomerFieldSupport['list']): void => {
  erp.capabilities = { ...erp.capabilities, customerFields: { ...erp.capabilities.customerFields!, list } };
};

describe('the rules of customers', () => {
  it('are not proposed without the fields of the ERP, and nothing is saved of such a proposal', async () => {
    givenProperties('name', 'phone');
    await approvedConnection();
    const { list } = erp.capabilities.customerFields!;
    listing(() => Promise.reject(new TransientError('Too slow', { code: 'outbound.timed_out' })));
    const { rules, fields, revision } = await customersView();
    expect([fields, rules.companies.mapping, rules.contacts.mapping]).toEqual([null, [], []]);
    listing(list);
    expect((await customers('', { rules, revision }).expect(400)).body).toMatchObject({ code: 'customers.proposal_missing' });
    expect(await database()('customerRules').select()).toEqual([]);
    await saveRules(CUSTOMERS);
    await saveRules(rules);
    await customers('/discard', { revision: 2 }).expect(200);
    expect((await customers('', { rules, revision: 3 }).expect(400)).body).toMatchObject({ code: 'customers.proposal_missing' });
  });
});
