import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectionId, PortalId, RecordId } from '../../server/shared/ids.ts';
import { approvedConnection, connectionId } from '../support/customers-app.ts';
import { ask, company, enqueue, hubspot, now, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});
beforeEach(approvedConnection);

async function lacks(deal: RecordId): Promise<unknown[]> {
  const answers = ['/deal-candidates', '/order-candidates'].map(async (path) => {
    const { body } = await ask(`${path}?objectTypeId=0-3&objectId=${deal}`, { pages: '/cards', as: REP }).expect(200);
    return (body as { lacks: unknown }).lacks;
  });
  return Promise.all(answers);
}

describe('a deal for which nothing can be tied', () => {
  it('says what it lacks: a company, or the link of its company; and nothing that it has', async () => {
    const deal = hubspot.add('deals', { dealname: 'Valves' });
    expect(await lacks(deal)).toEqual(['company', 'company']);
    hubspot.associations.push(`deals ${deal} companies ${company}`);
    expect(await lacks(deal)).toEqual(['link', 'link']);
    erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674' });
    await settle(1);
    await database()('erpConnections').where({ id: connectionId }).update({ nextPullAt: now });
    await enqueue(database(), 'pull', { portalId: 7 as PortalId, connectionId: connectionId as ConnectionId });
    await settle();
    expect(await lacks(deal)).toEqual([null, null]);
  });
});
