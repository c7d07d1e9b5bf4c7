import { describe, expect, it } from '@jest/globals';
import { RecordBusyError, TransientError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { askFor, type AskedBy } from '../../../server/sync/commands/command-rows.ts';
import { retryAllCommands } from '../../../server/sync/commands/person-commands.ts';
import { retryProblems } from '../../../server/sync/connection/retry.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const STAGE = { lifecyclestage: 'customer' };
const A_MINUTE = 60_000;

async function aWorld() {
  const world = await WritingWorld.start(db());
  await world.useRules({ companies: aRule({ createWhen: [QUALIFIED] }) });
  await world.settle();
  return world;
}

const ask = ({ scope, now }: WritingWorld, recordId: RecordId, askedBy: AskedBy) =>
  askFor(db(), { ...scope, name: 'createCustomer', objectType: 'companies', recordId, askedBy, now });
const namesOf = (world: WritingWorld) => world.erp.made().map(({ values }) => values['name']);

async function refuse({ scope, now }: WritingWorld, count: number): Promise<void> {
  const { portalId, connectionId } = scope;
  const asked = { portalId, connectionId, now, count };
  await db().raw(
    `insert into commands (portal_id, connection_id, key, name, object_type, record_id, state, asked_by, asked_at, due_at)
     select :portalId, :connectionId, 'HS-' || at, 'createCustomer', 'companies', at::text, 'rejected', '{"kind":"rule","property":"x"}', :now, :now
     from generate_series(1, :count::int) at`,
    asked,
  );
  await db().raw(
    `insert into problems (portal_id, connection_id, code, subject_kind, subject, first_seen_at, last_seen_at)
     select :portalId, :connectionId, 'command.rejected', 'companies', at::text, :now, :now from generate_series(1, :count::int) at`,
    asked,
  );
}

async function stateCounts(): Promise<Record<string, number>> {
  const rows = await db()('commands')
    .groupBy('state')
    .select<{ state: string; count: number }[]>('state', db().raw('count(*)::int as count'));
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

describe('commands of one ERP', () => {
  it('go on where one of them can never be looked up', async () => {
    const world = await aWorld();
    world.erp.ends.push('lost_before');
    await world.add('companies', { name: 'Acme', ...STAGE });
    await world.round();
    const [lost] = await world.commands();
    const commands = world.erp.capabilities.commands!;
    const { find } = commands;
    commands.find = async (name, keys, signal) => {
      if (keys.includes(lost!.key)) throw new TransientError('This record cannot be read', { code: 'memory.broken' });
      return find(name, keys, signal);
    };
    await world.add('companies', { name: 'Beta', ...STAGE });
    for (let minute = 0; minute < 10; minute++) {
      world.pass(A_MINUTE);
      await world.round().catch(() => undefined);
    }
    expect(namesOf(world)).toEqual(['Beta']);
    expect(await world.commands()).toMatchObject([{ state: 'unknown' }, { state: 'done' }]);
  });

  it('go on where somebody is changing the record of one of them, and so does the reading', async () => {
    const world = await aWorld();
    const retryAt = new Date(world.now.getTime() + A_MINUTE);
    world.erp.ends.push(new RecordBusyError('Somebody has it open', { code: 'memory.record_busy', retryAt }));
    await world.add('companies', { name: 'Acme', ...STAGE });
    await world.add('companies', { name: 'Beta', ...STAGE });
    await world.round();
    expect(namesOf(world)).toHaveLength(1);
    expect(await world.commands()).toMatchObject([{ state: 'planned' }, { state: 'done' }]);
    expect(await db()('erpConnections').first('notBefore', 'failures')).toEqual({ notBefore: null, failures: 0 });
    await world.settle();
    expect(namesOf(world)).toHaveLength(2);
  });

  it('that a person waits for come before all that a rule asked for', async () => {
    const world = await aWorld();
    const records = Array.from({ length: 5 }, (_, at) => world.hubspot.add('companies', { name: `Firm ${at}`, ...STAGE }));
    for (const record of records.slice(0, 4)) await ask(world, record, { kind: 'rule', property: 'lifecyclestage' });
    world.pass(A_MINUTE);
    await ask(world, records[3]!, { kind: 'person', userId: 5 });
    await ask(world, records[4]!, { kind: 'person', userId: 5 });
    await world.settle();
    expect(namesOf(world)).toEqual(['Firm 3', 'Firm 4', 'Firm 0', 'Firm 1', 'Firm 2']);
  });

  // More than PostgreSQL takes parameters.
  it.each(['the list of them', 'their problems'])(
    'are tried again all at once, by %s, also if there are 66,000',
    async (what) => {
      const world = await aWorld();
      const { portalId, connectionId } = world.scope;
      const deps = { ...world.deps, db: db() };
      await refuse(world, 66_000);
      if (what === 'their problems') await retryProblems(deps, portalId, { code: 'command.rejected', connectionId });
      else await retryAllCommands(deps, { portalId, connectionId });
      expect(await stateCounts()).toEqual({ planned: 66_000 });
      expect(await world.problems()).toEqual([]);
    },
    120_000,
  );
});
