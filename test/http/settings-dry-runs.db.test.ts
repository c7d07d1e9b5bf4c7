import { describe, it } from '@jest/globals';
import { givenProperties, line, rulesOf } from '../support/customers-app.ts';
import { ask, connect, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

useSettingsApp(() => new WritableErp());

describe('a connection that is not approved', () => {
  it('takes rules for customers, and says what comes before a dry run of them', async () => {
    givenProperties('name');
    const connectionId = await connect();
    await ask('/customers', { body: { connectionId, rules: rulesOf({ mapping: [line('name', 'name')] }), revision: 0 } }).expect(200);
    await ask('/customers/preview', { body: { connectionId } }).expect(400, /customers.connection_first/);
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await ask('/customers/preview', { body: { connectionId } }).expect(200);
  });
});
