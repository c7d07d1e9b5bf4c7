import { beforeEach, describe, expect, it } from '@jest/globals';
import { connectionId as connection, portalId } from '../../server/shared/ids.ts';
import { approvedConnection, connectionId, customersView, givenProperties, goLive, line, rulesOf } from '../support/customers-app.ts';
import { company, enqueue, hubspot, onlyConnection, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

const PHONE = rulesOf({ mapping: [line('phone', 'phone')], createWhen: [{ property: 'lifecyclestage', values: [] }] });

describe('an approval', () => {
  beforeEach(async () => {
    givenProperties('name', 'phone', 'tax_id', 'lifecyclestage');
    erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674', phone: '+34 911', country: 'ES' });
    await approvedConnection();
  });

  it('by which nothing is written makes the rules live at once: there is nothing to look at', async () => {
    hubspot.edit('companies', company as never, { phone: '+34 911' });
    await goLive(PHONE);
    expect(await customersView()).toMatchObject({ state: 'live', isTrial: false });
    expect((await onlyConnection()).health.open).toEqual([]);
    erp.edit('1', { phone: '+34 922' });
    await database()('fieldPairs')
      .where({ connectionId })
      .update({ dueRevision: database().raw('due_revision + 1') });
    await enqueue(database(), 'fields', { portalId: portalId(7), connectionId: connection(connectionId) });
    await settle();
    expect(hubspot.get('companies', company as never)['phone']).toBe('+34 922');
  });

  it('of what was ticked alone counts: what is left out writes nothing', async () => {
    const leftOut = [{ write: 'updatesHubSpot' as const, objectType: 'companies' as const, property: 'phone', field: 'phone' }];
    await goLive(PHONE, { creates: true, updatesErp: true, updatesHubSpot: true, leftOut: leftOut as never[] });
    expect(await customersView()).toMatchObject({ state: 'live', isTrial: false });
  });

  it('by which something is written waits for a look at the first ten, and the overview says so', async () => {
    await goLive(PHONE);
    expect(await customersView()).toMatchObject({ state: 'live', isTrial: true });
    expect((await onlyConnection()).health).toMatchObject({ toDecide: 1, open: [{ kind: 'trial', count: 0 }] });
  });

  it('shows records that meet no condition, where the one asked for is empty as well', async () => {
    const empty = hubspot.add('companies', { name: 'No stage' });
    await goLive(PHONE);
    const groups = (await database()('customerRuns').where({ kind: 'preview' }).first('groups'))!.groups as object[];
    expect(groups).toContainEqual(
      expect.objectContaining({
        kind: 'left_out',
        count: 1,
        reason: { code: 'customer.no_condition_met', params: {} },
        samples: [expect.objectContaining({ recordId: empty, recordName: 'No stage' })],
      }),
    );
  });
});
