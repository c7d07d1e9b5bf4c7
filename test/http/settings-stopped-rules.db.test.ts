import { beforeEach, describe, expect, it } from '@jest/globals';
import { approvedConnection, customers, customersView, givenProperties, goLive, line, rulesOf } from '../support/customers-app.ts';
import { useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

const CUSTOMERS = rulesOf({ mapping: [line('phone', 'phone')] });

describe('rules of customers', () => {
  beforeEach(async () => {
    givenProperties('name', 'phone');
    erp.edit('1', { name: 'Aceros S.L.', phone: '+34 911' });
    await approvedConnection();
  });

  it('that were stopped can be brought back, whatever became of the draft, until others are approved', async () => {
    await goLive(CUSTOMERS);
    await customers('/stop').expect(200);
    expect(await customersView()).toMatchObject({ state: 'off', isDraft: true, live: null, rules: CUSTOMERS, stopped: CUSTOMERS });
    const discard = async (to: string, revision?: number) =>
      customers('/discard', { revision: revision ?? (await customersView()).revision, to });
    await discard('nothing').then(({ status }) => expect(status).toBe(200));
    expect(await customersView()).toMatchObject({ isDraft: false, stopped: CUSTOMERS });
    const { revision } = await customersView();
    for (let calls = 0; calls < 2; calls++) expect((await discard('stopped', revision)).status).toBe(200);
    expect(await customersView()).toMatchObject({ isDraft: true, rules: CUSTOMERS });
    await goLive(CUSTOMERS);
    expect(await customersView()).toMatchObject({ state: 'live', live: CUSTOMERS, stopped: null });
    expect((await discard('stopped')).status).toBe(400);
  });
});
