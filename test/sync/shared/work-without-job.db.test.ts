import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Db } from '../../../server/db/index.ts';
import { askFor } from '../../../server/sync/commands/command-rows.ts';
import { pairLinks } from '../../../server/sync/shared/field-pairs.ts';
import { ReconnectError, RecordRejectedError } from '../../../server/shared/errors.ts';
import type { JobDefinition } from '../../../server/jobs/index.ts';
import { pausePortal, storeInstall } from '../../../server/portals/portals.ts';
import { createSecrets } from '../../../server/portals/secrets.ts';
import { requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { addToInbox } from '../../../server/sync/shared/add-to-inbox.ts';
import type { JobData, PortalScope } from '../../../server/sync/shared/job-data.ts';
import { requestProvision } from '../../../server/sync/shared/provision.ts';
import { defineTicks } from '../../../server/sync/ticks.ts';
import { reportReconnectErrors } from '../../../server/sync/report-reconnect-errors.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';
import { aKey, someTokens } from '../../support/portals.ts';
import { createTestJobs } from '../../support/jobs.ts';

const db = useTestDatabase();

/** Lets every tick tick once; returns the jobs that wait then, beside those for the ERP, which are always due here. */
async function tick(engine: Engine): Promise<string[]> {
  const jobs = createTestJobs<JobData>(db(), () => engine.now);
  for (const one of defineTicks({ ...engine.deps, ...jobs, graceDays: 30 })) await one.run();
  const names = (await jobs.waiting()).map(({ name }) => name);
  return names.filter((name) => !['pull', 'reconcile', 'sweep', 'overdue', 'searchChanges'].includes(name)).sort();
}

/** Live rules that speak of nothing, so that nothing is searched for. */
const NO_RULES = { companies: { mapping: [], createWhen: [] }, contacts: { mapping: [], createWhen: [] } };

async function withRules({ scope, now }: Engine, makeDue: (trx: Db) => Promise<unknown>): Promise<void> {
  await db()('customerRules').insert({ ...scope, live: JSON.stringify(NO_RULES), changedAt: now });
  await makeDue(db());
}

const aCommand = (trx: Db, { scope, now }: Engine): Promise<string> =>
  askFor(trx, {
    ...scope,
    name: 'createCustomer',
    objectType: 'companies',
    recordId: '9' as never,
    askedBy: { kind: 'person', userId: 5 },
    now,
  });

const aLink = async (trx: Db, { scope, now }: Engine): Promise<void> =>
  void (await trx('links').insert({
    ...scope,
    objectType: 'companies',
    customerId: '1',
    recordId: '9',
    state: 'active',
    rule: 'person',
    linkedAt: now,
  }));

const DUE: [string, string, (engine: Engine) => Promise<unknown>][] = [
  ['a record that is due', 'push', (engine) => engine.due('companies', engine.hubspot.add('companies'))],
  [
    'a record that HubSpot named',
    'inbox',
    ({ scope, now }) => addToInbox(db(), scope.portalId, [{ objectType: 'deals', recordId: '9' as never }], now),
  ],
  ['a customer without its record', 'match', (engine) => engine.book({ customers: [aCustomer({ id: '1' })] })],
  ['properties that are to be made', 'provision', ({ deps, scope, now }) => requestProvision(db(), deps.enqueue, scope.portalId, now)],
  ['a customer that is to be made', 'commands', (engine) => withRules(engine, (trx) => aCommand(trx, engine))],
  [
    'an answer of the ERP that was lost',
    'commands',
    (engine) => withRules(engine, async (trx) => void (await aCommand(trx, engine), await trx('commands').update({ state: 'unknown' }))),
  ],
  ['a link whose fields nobody looked at', 'fields', (engine) => withRules(engine, (trx) => aLink(trx, engine))],
  [
    'a link whose fields moved',
    'fields',
    (engine) =>
      withRules(engine, async (trx) => {
        await aLink(trx, engine);
        await pairLinks(trx, engine.scope, engine.now);
      }),
  ],
  [
    'a customer to be archived that waited long enough',
    'archivals',
    (engine) =>
      withRules(engine, (trx) =>
        trx('customerArchivals').insert({
          ...{ ...engine.scope, side: 'erp', objectType: 'companies', customerId: '1', recordId: '9', state: 'noticed' },
          ...{ noticedAt: engine.now, dueAt: engine.now },
        }),
      ),
  ],
  [
    'a dry run whose process died',
    'customerRun',
    (engine) =>
      withRules(engine, (trx) =>
        trx('customerRuns').insert({
          ...engine.scope,
          id: randomUUID(),
          kind: 'preview',
          state: 'running',
          rules: '{}',
          startedAt: engine.now,
        }),
      ),
  ],
  [
    'an object that was chosen for projects',
    'projectRecords',
    ({ scope, now }) => db()('projectTargets').insert({ ...scope, objectType: 'services', chosenAt: now }),
  ],
  ['an ERP that was disconnected', 'disconnect', ({ deps, scope }) => requestDisconnect(db(), deps.enqueue, scope, false)],
];

describe('what is due and has no job', () => {
  it.each(DUE)('is found by a tick: %s', async (_, job, makeDue) => {
    const engine = await anEngine(db());
    expect(await tick(engine)).toEqual([]);
    await makeDue(engine);
    expect(await tick(engine)).toEqual([job]);
  });

  it('waits while the portal is paused, and is found once the app is there again', async () => {
    const engine = await anEngine(db());
    await engine.due('companies', engine.hubspot.add('companies'));
    await pausePortal(db(), engine.scope.portalId, 'hubspot.token_revoked', engine.now);
    expect(await tick(engine)).toEqual([]);
    await db()('portals').update({ status: 'active' });
    expect(await tick(engine)).toEqual(['push']);
  });

  it('is not looked for while the ERP is read for the first time', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1' })] });
    await db()('erpStreams').where({ stream: 'payments' }).update({ firstCompletedAt: null });
    expect(await tick(engine)).toEqual([]);
  });
});

describe('a job that ends because a person has to act', () => {
  const context = { signal: new AbortController().signal, holdsClaim: () => Promise.resolve(true) };
  const failing = (error: Error): JobDefinition<PortalScope> => ({ concurrency: 1, run: () => Promise.reject(error) });
  const refused = new ReconnectError('no', { code: 'hubspot.forbidden', params: { operation: 'search' } });

  it('tells a person where nobody else did, and looks again', async () => {
    const engine = await anEngine(db());
    expect(await reportReconnectErrors(engine.deps, failing(refused)).run(engine.scope, context)).toEqual({ againAfterMs: 900_000 });
    expect(await engine.problems()).toMatchObject([{ code: 'hubspot.forbidden', subject: '7', params: { operation: 'search' } }]);
  });

  it('ends where the pause says it', async () => {
    const { deps, scope } = await anEngine(db());
    await pausePortal(db(), scope.portalId, 'hubspot.scope_missing', deps.now());
    await expect(reportReconnectErrors(deps, failing(refused)).run(scope, context)).rejects.toThrow(refused);
  });

  it('goes on at once where somebody installed the app again in that moment', async () => {
    const engine = await anEngine(db());
    const revoked = new ReconnectError('no', { code: 'hubspot.token_revoked' });
    expect(await reportReconnectErrors(engine.deps, failing(revoked)).run(engine.scope, context)).toEqual({ againAfterMs: 1_000 });
    expect(await engine.problems()).toEqual([]);
  });

  it.each(['hubspot.scope_missing', 'hubspot.forbidden', 'hubspot.token_refused'])(
    'goes on at once where its pause (%s) was undone by an install before it ended',
    async (code) => {
      const engine = await anEngine(db());
      const { deps, scope } = engine;
      const secrets = createSecrets([aKey('test')]);
      const failure = new ReconnectError('no', { code });
      const run = async (): Promise<never> => {
        await pausePortal(db(), scope.portalId, code, deps.now());
        await storeInstall(db(), secrets, { portalId: scope.portalId, tokens: someTokens(), installedBy: 1, locale: 'en' }, deps.now());
        throw failure;
      };
      expect(await reportReconnectErrors(deps, { concurrency: 1, run }).run(scope, context)).toEqual({ againAfterMs: 1_000 });
      expect(await engine.problems()).toEqual([]);
      engine.now = new Date(engine.now.getTime() + 60_000);
      // What the new install did not bring is told.
      const still = reportReconnectErrors(deps, failing(refused)).run(scope, context);
      expect(await still).toEqual({ againAfterMs: 900_000 });
    },
  );

  it('does not end by the refusal of a record', async () => {
    const { deps, scope } = await anEngine(db());
    const rejected = new RecordRejectedError('no', { code: 'test.rejected' });
    await expect(reportReconnectErrors(deps, failing(rejected)).run(scope, context)).rejects.toThrow(rejected);
  });
});
