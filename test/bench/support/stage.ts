import { propertiesOf } from '../../../server/records/catalogue/index.ts';
import { forgetDeadWorkers } from '../../support/killed-service.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service-process.ts';
import { startWorld, type World, type WorldOptions } from '../../support/world.ts';
import type { BenchErp } from '../erps/index.ts';
import { startBenchDatabase, type BenchDatabase } from './database.ts';
import { isAtRest, isPreviewReady } from './rest.ts';
import { INVOICED_OBJECT_TYPES } from '../../../server/shared/object-types.ts';

const UNLIMITED = new URL('unlimited-service.ts', import.meta.url).pathname;

/** Products have theirs once a catalog is kept. */
const PROPERTIES = INVOICED_OBJECT_TYPES.flatMap(propertiesOf).filter(({ set }) => set === undefined).length;

/** Database, HubSpot's double and the service in a process of its own, with one installed portal. */
export interface Stage {
  world: World;
  database: BenchDatabase;
  service: ServiceProcess;
  /** The service is killed in whatever it does, and started again. */
  crash(): Promise<void>;
  /** Stops the service and starts it again with other settings. */
  restart(env: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

interface StageOptions {
  hubspot?: WorldOptions['hubspot'];
  portal?: WorldOptions['portal'];
  env?: Record<string, string>;
  /** Our own limit on HubSpot calls; default true. */
  hasRateLimits?: boolean;
  /** Settings of the database server. */
  database?: readonly string[];
}

export async function setStage({ hubspot, portal, env, hasRateLimits = true, database: settings = [] }: StageOptions = {}): Promise<Stage> {
  const database = await startBenchDatabase(settings);
  const world = await startWorld({
    databaseUrl: database.url,
    ...(hubspot ? { hubspot } : {}),
    ...(portal ? { portal } : {}),
    env: { LOG_LEVEL: 'warn', ...env },
  });
  const service = await startServiceProcess(world.env, ...(hasRateLimits ? [] : [UNLIMITED]));
  await world.install();
  // HubSpot still makes our properties after the install has answered.
  await until(
    'the properties are there',
    async () => (await database.db('hubspotProperties').where({ state: 'ready' })).length === PROPERTIES,
  );
  const stage: Stage = {
    world,
    database,
    service,
    async crash() {
      await stage.service.kill();
      await forgetDeadWorkers(database.db);
      stage.service = await startServiceProcess(world.env);
    },
    async restart(changed) {
      await stage.service.stop();
      stage.service = await startServiceProcess({ ...world.env, ...changed });
    },
    async close() {
      const exitCode = await stage.service.stop();
      if (exitCode !== 0) process.stderr.write(`The service ended with ${exitCode}:\n${stage.service.output().slice(-5_000)}\n`);
      await world.close();
      await database.drop();
    },
  };
  return stage;
}

/** HubSpot's records are older than an ERP's connection: what changed in the last hour is read again after the approval. */
const AGE_MS = 30 * 86_400_000;

/** HubSpot's records of the ERP's customers, and the property with their tax id named in the settings. */
export async function loadCrm({ portal, call }: World, { crm }: Pick<BenchErp, 'crm'>): Promise<void> {
  portal.createProperty('companies', { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
  const createdAt = Date.now() - AGE_MS;
  for (const type of ['companies', 'contacts', 'deals'] as const) {
    portal.bulkLoad(
      type,
      // The portal has one currency; amounts of deals play no part.
      crm[type].map(({ hs_object_id: id, deal_currency_code: _, ...properties }) => ({ ...(id ? { id } : {}), createdAt, properties })),
    );
  }
  await call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null } });
}

/** Connects and approves as soon as the preview is complete; asking for the preview all the time would be work of its own. */
export async function connectAndApprove({ world, database: { db } }: Stage, erp: BenchErp): Promise<string> {
  const connectionId = await world.connect(erp.address);
  await until('the preview is complete', () => isPreviewReady(db, connectionId));
  await world.approve(connectionId);
  return connectionId;
}

export async function comeToRest({ database: { db } }: Stage, withinMs?: number): Promise<void> {
  await until('everything is written', () => isAtRest(db), withinMs);
}

/** What follows an approval later is done now, so that it is not measured with something else. */
export async function comeToRestForGood(stage: Stage): Promise<void> {
  await comeToRest(stage);
  await stage.database.db.raw(`update pgboss.job set start_after = now() where name = 'sweep' and state = 'created'`);
  await comeToRest(stage);
}

const WITHIN_MS = 600_000;

export async function until(what: string, holds: () => Promise<boolean>, withinMs = WITHIN_MS): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
