import { setTimeout as sleep } from 'node:timers/promises';
import { createDb, type Db } from '../../server/db/index.ts';
import { Random } from '../fakes/company/random.ts';
import { forgetDeadWorkers, letCommandsSettle, tryKilledJobsAgain } from '../support/killed-service.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { startWorld, type World } from '../support/world.ts';
import type { CrashBooks } from './books.ts';
import { installDifferences } from './compare-installs.ts';
import { differences, loadMirrorSize } from './compare.ts';
import { createQualifying, phoneDifferences } from './qualifying.ts';
import { createAppInstalls } from './installs.ts';

interface CrashOptions {
  databaseUrl: string;
  books: CrashBooks;
  /** How often the process is killed. */
  kills: number;
  /** The same seed, the same accidents. */
  seed: number;
  onProgress?(text: string): void;
}

interface CrashReport {
  kills: number;
  /** What differs between the ERP and HubSpot at the end; empty is the promise. */
  differences: string[];
  /** Writes of a further complete round over both sides; empty is the promise. */
  writesAtRest: number;
  invoices: number;
  links: number;
  /** Firms that became customers of the ERP, where it is written to. */
  qualified: number;
  /** What befell the app's access meanwhile, and how often. */
  installs: Record<string, number>;
}

/**
 * Kills the real process at random points of the first read and of live work, while people work in the ERP and in HubSpot and take the
 * app's access away and install it again; starts it again each time, and finally lets it come to rest.
 */
export async function runCrashes({ databaseUrl, books, kills, seed, onProgress = () => undefined }: CrashOptions): Promise<CrashReport> {
  const random = new Random(seed);
  const world = await startWorld({ databaseUrl, env: { JOB_CONCURRENCY: '4', LOG_LEVEL: 'warn' } });
  const db = createDb(databaseUrl);
  const installs = createAppInstalls(world, random);
  const qualifying = createQualifying(world);
  // Ended in order, Node keeps what it compiled for the starts to come; killed, it keeps nothing.
  await (await startServiceProcess(world.env)).stop();
  let service = await startServiceProcess(world.env);
  try {
    loadCrm(world, books);
    await world.install();
    await world.call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null } });
    const connectionId = await world.connect(books.address);
    for (let kill = 1; kill <= kills; kill++) {
      // A third of the accidents happens while the ERP is read for the first time and matched, the rest in live work.
      if (kill === Math.ceil(kills / 3)) {
        await installs.putRight();
        await world.approve(connectionId);
        if (books.isWritten) await qualifying.begin(connectionId);
      }
      await workMeanwhile(world, books, random);
      if (books.isWritten && kill > kills / 3 && random.chance(0.7)) qualifying.qualify(random);
      installs.disturb();
      await sleep(random.between(0, 600));
      await service.kill();
      await forgetDeadWorkers(db);
      service = await startServiceProcess(world.env);
      await installs.settled();
      onProgress(`${kill} of ${kills} kills`);
    }
    await installs.putRight();
    if (books.isWritten) await untilSearched(db);
    await comeToRest(db, world);
    const found = [...(await differences(db, world, books)), ...(await installDifferences(db, world, installs))];
    if (books.isWritten) found.push(...(await qualifying.differences(db, books)), ...(await phoneDifferences(db, world, books)));
    world.portal.forgetWrites();
    await comeToRest(db, world);
    return {
      kills,
      differences: found,
      writesAtRest: world.portal.writes().length,
      ...(await loadMirrorSize(db)),
      qualified: qualifying.count(),
      installs: installs.counts,
    };
  } finally {
    await endQuietly(service);
    await db.destroy();
    await world.close();
  }
}

function loadCrm({ portal }: World, { crm }: CrashBooks): void {
  for (const type of ['companies', 'contacts'] as const) {
    portal.createProperty(type, { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
  }
  for (const type of ['companies', 'contacts'] as const) {
    portal.bulkLoad(
      type,
      crm[type].map(({ hs_object_id: id, ...properties }) => ({ ...(id ? { id } : {}), properties })),
    );
  }
}

async function workMeanwhile(world: World, books: CrashBooks, random: Random): Promise<void> {
  for (let actions = random.between(1, 4); actions > 0; actions--) await books.act(random);
  const company = random.pick(world.portal.records('companies'));
  if (random.chance(0.3)) world.portal.users.edit('companies', company.id, { phone: `+52 ${random.between(1_000_000, 9_999_999)}` });
  if (random.chance(0.1)) world.portal.users.edit('companies', company.id, { name: `${company.properties['name'] ?? 'Company'} bis` });
  // Makes the service work at once instead of within a minute.
  await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company.id }).catch(() => undefined);
}

/** What HubSpot told while the app's access was withdrawn is lost; every minute it is asked what changed. */
async function untilSearched(db: Db): Promise<void> {
  const since = new Date();
  const deadline = Date.now() + REST_WITHIN_MS;
  for (;;) {
    const [row] = await db('customerRules').min<{ at: Date | null }[]>('searchedAt as at');
    if ((row?.at ?? since) > since) return;
    if (Date.now() > deadline) throw new Error('HubSpot was not asked what changed');
    await sleep(250);
  }
}

const REST_WITHIN_MS = 120_000;

/** One complete round over everything: changes, comparison of all rows, matching, writing. */
async function comeToRest(db: Db, world: World): Promise<void> {
  const since = new Date();
  await db('erpConnections').update({ nextPullAt: since, hourlyReconciledAt: null, nightlyReconciledAt: null, notBefore: null });
  const deadline = Date.now() + REST_WITHIN_MS;
  for (;;) {
    await tryKilledJobsAgain(db);
    await letCommandsSettle(db);
    const { rows } = await db.raw<{ rows: { waiting: Record<string, number> }[] }>(STILL_TO_DO, { since });
    const waiting = Object.entries(rows[0]?.waiting ?? {}).filter(([, count]) => count > 0);
    if (waiting.length === 0 && world.hubspot.webhooks.isIdle()) return;
    if (Date.now() > deadline) throw new Error(`No rest: ${JSON.stringify(waiting)}`);
    await sleep(100);
  }
}

const STILL_TO_DO = `
  select jsonb_build_object(
    'streams', (select count(*) from erp_streams where is_on and (completed_at is null or completed_at < :since)),
    'comparisons', (select count(*) from erp_connections where nightly_reconciled_at is null or nightly_reconciled_at < :since),
    'targets', (select count(*) from targets where due_revision > pushed_revision and due_revision > refused_revision),
    'matches', (select count(*) from customer_matches where state = 'due'),
    'properties', (select count(*) from portals where provision_due_at is not null),
    'commands', (select count(*) from commands where state in ('planned', 'sending', 'unknown')),
    'fields', (select count(*) from field_pairs where due_revision > done_revision),
    'runs', (select count(*) from customer_runs where state = 'running'),
    'inbox', (select count(*) from inbox),
    'hints', (select count(*) from erp_hints),
    'jobs', (select count(*) from pgboss.job where state in ('active', 'retry') or (state = 'created' and start_after < now() and name <> 'failed'))
  ) as waiting`;

const endQuietly = (service: ServiceProcess): Promise<void> => service.kill();
