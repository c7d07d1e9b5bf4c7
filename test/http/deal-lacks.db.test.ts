import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../server/shared/ids.ts';
import { approvedConnection } from '../support/customers-app.ts';
import { ask, company, hubspot, REP, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

useSettingsApp(() => new WritableErp());
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
    hubspot.associations.push(`deals ${deal} companies ${hubspot.add('companies', { name: 'Nobody knows it' })}`);
    expect(await lacks(deal)).toEqual(['link', 'link']);
    hubspot.associations.push(`deals ${deal} companies ${company}`);
    expect(await lacks(deal)).toEqual([null, null]);
  });
});
