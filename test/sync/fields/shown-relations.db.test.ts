import { describe, expect, it } from '@jest/globals';
import { readFields, readProperties } from '../../../server/sync/customers/known-shapes.ts';
import { loadMappingSample } from '../../../server/sync/customers/sample.ts';
import { loadChangePage } from '../../../server/sync/fields/change-list.ts';
import { useTestDatabase } from '../../support/database.ts';
import { moveAna, relatedWorld } from '../../support/related.ts';

const db = useTestDatabase();

describe('what people see of it', () => {
  it('call companies that nobody linked as HubSpot does, asked for once for the whole history', async () => {
    const { world, ana } = await relatedWorld(db(), { line: { rule: 'erp_wins' } });
    for (const name of ['Gamma', 'Delta']) {
      world.hubspot.edit('contacts', ana, { associatedcompanyid: world.hubspot.add('companies', { name }) });
      world.erp.edit('10', { parent: name === 'Gamma' ? '2' : '1' });
      await world.settle();
    }
    world.forgetCalls();
    const { changes } = await loadChangePage(world.deps, world.scope, { page: 1, urlOf: () => '' });
    expect(changes.map(({ before, after }) => [before, after])).toEqual([
      [expect.stringMatching(/^Delta \(\d+\)$/), expect.stringMatching(/^Acme \(\d+\)$/)],
      [expect.stringMatching(/^Gamma \(\d+\)$/), expect.stringMatching(/^Beta \(\d+\)$/)],
    ]);
    expect(world.hubspot.callsOf('batchRead')).toBe(1);
  });

  it('has no label of HubSpot’s: each page has words of its own for it', async () => {
    const { world } = await relatedWorld(db());
    const { companies, contacts } = await readProperties(world.hubspot);
    const labelOf = (list: typeof companies, wanted: string) => list.find(({ name }) => name === wanted)?.label;
    expect([labelOf(contacts, '$company'), labelOf(companies, '$parent_company')]).toEqual(['$company', '$parent_company']);
  });

  it('are names: in a dry run, and below the line of the mapping', async () => {
    const { world, beta, ana } = await relatedWorld(db(), { in: { hubspot: 'beta' } });
    await world.dryRun();
    const [run] = await db()('customerRuns').where({ kind: 'preview', state: 'done' }).orderBy('endedAt', 'desc').select('groups');
    expect(run.groups).toMatchObject([
      { kind: 'in_step', objectType: 'companies', count: 2 },
      { kind: 'ask', property: '$company', samples: [{ recordId: ana, before: `Beta (${beta})`, after: 'Acme (1)' }] },
    ]);
    const { customerFields } = world.erp.capabilities;
    const deps = { db: db(), hubspot: world.hubspot, customerFields: customerFields!, urlOf: () => '', signal: AbortSignal.timeout(5_000) };
    const shapes = {
      fields: await readFields(world.erp, deps.signal),
      properties: await readProperties(world.hubspot),
    };
    const { pair } = await loadMappingSample(deps, world.scope, 'contacts', shapes);
    expect(pair!.properties).toMatchObject({ $company: `Beta (${beta})`, associatedcompanyid: beta });
    expect(pair!.fields).toMatchObject({ parent: 'Acme (1)' });
  });

  it('call a company that nobody linked as HubSpot does', async () => {
    const related = await relatedWorld(db());
    const { world } = related;
    await moveAna(related, world.hubspot.add('companies', { name: 'Gamma' }));
    expect(await world.dryRun()).toEqual({ incomplete: 1, in_step: 2 });
  });
});
