import { describe, expect, it } from '@jest/globals';
import { controlRun, startPreview, stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const STAGE = { lifecyclestage: 'customer' };
const COMPANIES = aRule({ createWhen: [QUALIFIED] });
/** HubSpot lists a hundred a page. */
const PAGE = 100;

/** Firms on several pages, of which nothing tells one from another but what is given here, by their place in the list. */
async function firms(count: number, special: Record<number, object>) {
  const world = await WritingWorld.start(db());
  for (let at = 0; at < count; at++) world.hubspot.add('companies', { name: `Firm ${at}`, ...STAGE, ...special[at] });
  return world;
}

const staged = async () => (await db()('previewedIdentities').select('identity')).length;

describe('two records of one firm', () => {
  it('are told in the dry run on whatever pages they are', async () => {
    const world = await firms(2 * PAGE + 5, {
      0: { tax_id: 'B65410011' },
      1: { tax_id: 'B65410011' },
      [PAGE + 1]: { tax_id: 'B65410011' },
      [2 * PAGE + 1]: { tax_id: 'b-65410011' },
      5: { name: 'Acme', domain: 'acme.mx' },
      [2 * PAGE + 2]: { name: 'Acme', domain: 'acme.mx' },
    });
    expect(await world.preview({ companies: COMPANIES })).toEqual({ create: 2 * PAGE + 1, review: 4 });
    expect(await staged()).toBe(0);
  });

  it('of which the ERP has one already are not both linked to it', async () => {
    const acme = { name: 'Acme', domain: 'acme.mx' };
    const world = await firms(PAGE + 2, { 0: acme, 1: acme, [PAGE + 1]: acme });
    world.erp.edit('1', { name: 'Acme', website: 'acme.mx' });
    await world.pullOnce();
    await db()('customerMatches').update({ state: 'unmatched' });
    expect(await world.preview({ companies: COMPANIES })).toMatchObject({ create: PAGE - 1, review: 3 });
    await world.approve();
    await world.confirm();
    // As the dry run said: rules that were approved have it looked for once more, and three records are like it. Which of them it is, a person says.
    await world.settle();
    const states = (await world.commands()).map(({ state }) => state);
    expect(states.filter((state) => state === 'waiting')).toHaveLength(3);
    expect(await db()('links').where({ customerId: '1' })).toHaveLength(0);
    expect(await db()('customerMatches').where({ customerId: '1' })).toMatchObject([{ state: 'ambiguous' }]);
    expect(world.erp.made()).toHaveLength(PAGE - 1);
  });

  it('of which the ERP has one already, and one of which does not qualify, are not linked to it unasked either', async () => {
    const acme = { name: 'Acme', domain: 'acme.mx' };
    const world = await firms(2, { 0: acme });
    world.hubspot.add('companies', { ...acme, lifecyclestage: 'lead' });
    world.erp.edit('1', { name: 'Acme', website: 'acme.mx' });
    await world.pullOnce();
    await db()('customerMatches').update({ state: 'unmatched' });
    expect(await world.preview({ companies: COMPANIES })).toMatchObject({ create: 1, review: 1, left_out: 1 });
    await world.approve();
    await world.confirm();
    await world.settle();
    expect(await db()('links').where({ customerId: '1' })).toHaveLength(0);
    expect(world.erp.made()).toHaveLength(1);
  });

  it('are two firms where their tax ids differ', async () => {
    const [one, other] = ['B65410011', 'B78361219'].map((taxId) => ({ name: 'Acme', domain: 'acme.mx', tax_id: taxId }));
    const world = await firms(PAGE + 1, { 0: one!, [PAGE]: other! });
    expect(await world.preview({ companies: COMPANIES })).toEqual({ create: PAGE + 1 });
  });

  it('do not keep a third from being made that is only like the one that waits', async () => {
    const world = await firms(3, {
      0: { tax_id: 'B65410011' },
      1: { tax_id: 'B65410011', name: 'Acme', domain: 'acme.mx' },
      2: { name: 'Acme', domain: 'acme.mx' },
    });
    expect(await world.preview({ companies: COMPANIES })).toEqual({ create: 2, review: 1 });
    await world.approve();
    await world.confirm();
    expect(world.erp.made()).toHaveLength(2);
  });

  it('are told alike when the process is killed between the pages', async () => {
    const copies = { 0: { tax_id: 'B65410011' }, 1: { tax_id: 'B65410011' }, [PAGE]: { tax_id: 'B65410011' } };
    const world = await firms(PAGE + 2, copies);
    const said = await world.preview({ companies: COMPANIES });
    for (const beats of [8, 60, 230, 400]) {
      world.pass(1);
      await startPreview(world.deps, world.scope, 5);
      await world.dieAfter(beats, () => world.continueRun());
      await world.settle();
      expect([beats, await world.previewed(), await staged()]).toEqual([beats, said, 0]);
    }
  });

  it('are forgotten with a dry run that is cancelled, replaced or stopped', async () => {
    const world = await firms(1, {});
    await world.save({ companies: COMPANIES });
    const ends = [
      () => controlRun(world.deps, world.scope, 'cancel'),
      () => startPreview(world.deps, world.scope, 5),
      () => stopCustomers(world.deps, world.scope),
    ];
    for (const end of ends) {
      await startPreview(world.deps, world.scope, 5);
      const run = (await db()('customerRuns').where({ state: 'running' }).first('id')) as { id: string };
      const row = { portalId: 7, runId: run.id, objectType: 'companies', identity: 'a hash', recordId: '1' };
      await db()('previewedIdentities').insert(row);
      await end();
      expect(await staged()).toBe(0);
    }
  });
});
