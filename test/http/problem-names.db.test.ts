import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ProblemGroup } from '../../hubspot-app/app/settings/api/types.ts';
import { raiseProblems } from '../../server/portals/problems.ts';
import type { ConnectionId, PortalId } from '../../server/shared/ids.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import { approvedConnection, connectionId } from '../support/customers-app.ts';
import { ask, company, hubspot, now, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

const database = useSettingsApp(() => new WritableErp());

beforeEach(approvedConnection);

async function shown(): Promise<Record<string, string | null>> {
  const { groups } = (await ask('/problems').expect(200)).body as { groups: ProblemGroup[] };
  return Object.fromEntries(groups.flatMap(({ records }) => records.map(({ subject, label }) => [subject, label])));
}

describe('the records of a problem', () => {
  it('are called as HubSpot calls them, whatever they are; one that is not there has its number alone', async () => {
    const named = {
      companies: company,
      contacts: hubspot.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@acme.test' }),
      deals: hubspot.add('deals', { dealname: 'Con archivado' }),
      products: hubspot.add('products', { name: 'Bomba 3 HP' }),
    };
    const subjects = [...Object.entries(named), ['deals', '404']] as [ObjectType, string][];
    const problems = subjects.map(([subjectKind, subject]) => {
      return { code: 'record.refused', connectionId: connectionId as ConnectionId, subjectKind, subject };
    });
    await raiseProblems(database(), 7 as PortalId, problems, now);
    const { name } = (await hubspot.batchRead('companies', { ids: [company], properties: ['name'] })).get(company)!.properties;
    expect(await shown()).toEqual({
      ...{ [named.companies]: name, [named.contacts]: 'Ana Ruiz', [named.deals]: 'Con archivado' },
      ...{ [named.products]: 'Bomba 3 HP', 404: null },
    });
  });
});
