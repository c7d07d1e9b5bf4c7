import { expect, it } from '@jest/globals';
import { ask, connect, erp, now, settle, useSettingsApp } from '../support/settings-app.ts';

const database = useSettingsApp();

it('an administrator may have removed what the user in the ERP is not to see any more', async () => {
  const connectionId = await connect();
  erp.setHidden('customers', true, '1');
  await database()('erpCustomers').where({ erpId: '1' }).update({ hiddenSince: now });
  const decide = (answer: string) => ask('/connections/decide', { body: { connectionId, about: 'hidden', stream: 'customers', answer } });
  await decide('keep').expect(400);
  await decide('drop').expect(200);
  await settle();
  expect(await database()('erpCustomers').where({ erpId: '1' })).toEqual([]);
  expect(await database()('erpStreams').whereNotNull('dropHiddenUntil')).toEqual([]);
});
