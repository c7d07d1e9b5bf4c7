import { describe, expect, it } from '@jest/globals';
import { up as lookAtStates } from '../../../migrations/20261205000000_write_states_by_name.ts';
import type { FieldState } from '../../../server/sync/fields/field-state.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

const RULES = { companies: aRule({ mapping: [mapped('name', 'name'), mapped('state', 'state')] }) };
const NAME = { name: 'Acme' };

/** A state that came from the ERP when codes were written to HubSpot: `code` there, or what the ERP's list called it. */
async function stateOfBefore({ code = 'MX-NLE', isOurs = true, rules = RULES } = {}) {
  const world = await WritingWorld.start(db());
  const record = await world.linked('companies', NAME, { ...NAME, state: 'MX-NLE' });
  await world.begin(rules);
  expect(world.hubspot.get('companies', record)['state']).toBe('Nuevo León');
  world.hubspot.edit('companies', record, { state: code });
  const { spelling: _, ...kept } = await stateKept();
  const then: FieldState = { ...kept, base: { hubspot: code, erp: 'MX-NLE' } };
  await db()('fieldPairs').update({ fields: JSON.stringify({ state: then }) });
  if (isOurs) await db()('fieldChanges').update({ after: code });
  else await db()('fieldChanges').delete();
  world.forgetCalls();
  return { world, record };
}

async function stateKept(): Promise<FieldState> {
  const pair = await db()('fieldPairs').first<{ fields: Record<string, FieldState> }>('fields');
  return pair.fields['state']!;
}

/** The release comes: by the time whoever ran the old code is gone. */
async function release(world: WritingWorld): Promise<void> {
  await lookAtStates(db());
  const [pair] = await db()('fieldPairs').select<{ dueRevision: string; doneRevision: string }[]>('dueRevision', 'doneRevision');
  const isDue = Number(pair!.dueRevision) > Number(pair!.doneRevision);
  await db()('fieldPairs').update({ dueAt: world.now });
  if (isDue) await world.settle();
}

describe('a value that we wrote in a former spelling', () => {
  it.each(['MX-NLE', 'Nuevo León (MX)'])('is written as it would be now, once: %s', async (code) => {
    const { world, record } = await stateOfBefore({ code });
    if (code !== 'MX-NLE') await nameWithCountry(world);
    await release(world);
    expect(world.hubspot.get('companies', record)['state']).toBe('Nuevo León');
    expect((await world.changes()).at(-1)).toMatchObject({
      writtenTo: 'hubspot',
      before: code,
      after: 'Nuevo León',
      lost: null,
      rule: 'respelled',
    });
    expect(world.erp.writes).toEqual([]);
    world.forgetCalls();
    // A person who writes the code by hand is let be.
    await world.edit('companies', record, { state: 'MX-NLE' });
    await world.settle();
    await release(world);
    expect([world.hubspot.get('companies', record)['state'], world.hubspot.writes, world.erp.writes]).toEqual(['MX-NLE', [], []]);
  });

  it('stays where a person wrote it', async () => {
    const byHand = await stateOfBefore({ isOurs: false });
    await byHand.world.markDue();
    await release(byHand.world);
    expect(byHand.world.hubspot.get('companies', byHand.record)['state']).toBe('MX-NLE');
    expect(byHand.world.hubspot.writes).toEqual([]);
  });

  it('stays where a person wrote it after we had', async () => {
    const { world, record } = await stateOfBefore();
    const ours = await db()('fieldChanges').first();
    const { id: _, ...values } = ours;
    for (const [minutes, before, after] of [
      [1, 'MX-NLE', 'ES-B'],
      [2, 'ES-B', 'MX-NLE'],
    ] as const) {
      const at = new Date(ours.at.getTime() + minutes * 60_000);
      await db()('fieldChanges').insert({ ...values, writtenTo: 'erp', before, after, rule: 'edited', at });
    }
    await release(world);
    expect([world.hubspot.get('companies', record)['state'], world.hubspot.writes, world.erp.writes]).toEqual(['MX-NLE', [], []]);
  });

  it('gives way to what somebody changed meanwhile', async () => {
    const { world, record } = await stateOfBefore();
    world.hubspot.edit('companies', record, { state: 'Barcelona' });
    await release(world);
    expect([world.erp.holds('1', 'state'), world.hubspot.get('companies', record)['state']]).toEqual(['ES-B', 'Barcelona']);
  });

  it('is counted by a dry run, and waits for its approval', async () => {
    const { world, record } = await stateOfBefore();
    await db()('customerRules').update({ writes: JSON.stringify({ creates: true, updatesErp: true, updatesHubSpot: false, leftOut: [] }) });
    await release(world);
    expect(world.hubspot.get('companies', record)['state']).toBe('MX-NLE');
    expect(await world.dryRun()).toMatchObject({ update_hubspot: 1 });
    expect((await world.newestPreview())?.groups).toMatchObject([{ kind: 'update_hubspot', rule: 'respelled' }]);
    await world.approve();
    expect(world.hubspot.get('companies', record)['state']).toBe('Nuevo León');
  });

  it('that the ERP does not name is told, with the way out', async () => {
    const { world, record } = await stateOfBefore();
    const { live } = await db()('customerRules').first<{ live: typeof RULES }>('live');
    await db()('customerRules').update({ live: JSON.stringify(live).replace('Nuevo León', ' ') });
    await release(world);
    expect([await world.problems(), world.hubspot.writes]).toEqual([['customer.state_unnamed'], []]);
    // Rules that are saved again take the names over.
    await world.begin(RULES);
    expect([await world.problems(), world.hubspot.get('companies', record)['state']]).toEqual([[], 'Nuevo León']);
  });
});

/** As Odoo calls its states. */
async function nameWithCountry(world: WritingWorld): Promise<void> {
  const { live } = await db()('customerRules').first<{ live: typeof RULES }>('live');
  await db()('customerRules').update({ live: JSON.stringify(live).replace('"Nuevo León"', '"Nuevo León (MX)"') });
  expect(world.erp.holds('1', 'state')).toBe('MX-NLE');
}
