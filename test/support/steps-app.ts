import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from '@jest/globals';
import express from 'express';
import type { Db } from '../../server/db/index.ts';
import type { ErpCapabilities } from '../../server/erp/shared/contract.ts';
import { actionRoutes } from '../../server/http/actions/index.ts';
import { answerFailures } from '../../server/http/failures.ts';
import type { StepLimits } from '../../server/http/actions/step.ts';
import { verifiedStep } from '../../server/http/signature.ts';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../server/hubspot/scopes.ts';
import { createHubSpotAccess } from '../../server/portals/hubspot-access.ts';
import { storeInstall } from '../../server/portals/portals.ts';
import { unlimited } from '../../server/portals/rate-limits.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { portalId } from '../../server/shared/ids.ts';
import type { ActionDeps } from '../../server/sync/actions/action.ts';
import { runActions } from '../../server/sync/actions/run-actions.ts';
import { startHubSpotFake, type HubSpotFake, type Portal, type StepRun, type StepStart } from '../fakes/hubspot/index.ts';
import { useTestDatabase } from './database.ts';
import { anEngine, type Engine } from './engine.ts';
import { recordingLog, type RecordingLog } from './log.ts';
import { aKey } from './portals.ts';

const PUBLIC_URL = 'https://puente.example';
export const PORTAL = 7;

/** One portal with its mirror, HubSpot's workflows, and our answers to them; jobs are run by hand and by the test's clock. */
class StepsApp {
  readonly log: RecordingLog = recordingLog();
  readonly capabilities: Partial<ErpCapabilities> = { linkTo: (stream, id) => `https://erp.example/${stream}/${id}` };
  readonly hubspot: HubSpotFake;
  readonly portal: Portal;
  readonly engine: Engine;
  readonly deps: ActionDeps;
  private readonly server: Server;

  private constructor(given: { hubspot: HubSpotFake; portal: Portal; engine: Engine; server: Server }) {
    Object.assign(this, given);
    this.hubspot = given.hubspot;
    this.portal = given.portal;
    this.engine = given.engine;
    this.server = given.server;
    const { clientId, clientSecret, url: apiUrl } = this.hubspot;
    const { db } = this.engine;
    const now = () => this.engine.now;
    const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now });
    const access = { db, secrets: SECRETS, oauth, apiUrl, rateLimits: unlimited, log: this.log, now };
    this.deps = {
      ...{ db, now, log: this.log },
      enqueue: this.engine.deps.enqueue,
      openHubSpot: createHubSpotAccess(access),
      connectors: { capabilitiesOf: () => Promise.resolve(this.capabilities) },
    };
  }

  static async start(db: Db, limits?: StepLimits): Promise<StepsApp> {
    const app = express();
    const server = createServer(app);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const engine = await anEngine(db, { portalId: PORTAL });
    const hubspot = await startHubSpotFake({ now: () => engine.now, stepTarget: PUBLIC_URL, proxy: { [PUBLIC_URL]: here } });
    const steps = new StepsApp({ hubspot, portal: hubspot.addPortal({ portalId: PORTAL }), engine, server });
    const signature = { clientSecret: hubspot.clientSecret, publicUrl: PUBLIC_URL, now: steps.deps.now, log: steps.log };
    app.use('/actions', verifiedStep(signature), actionRoutes(steps.deps, limits));
    app.use(answerFailures(steps.log));
    await steps.install();
    return steps;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.hubspot.close();
  }

  /** The portal grants all that is asked for, unless it withholds something. */
  async install({ without = [], locale = 'en' as 'en' | 'es' }: { without?: string[]; locale?: 'en' | 'es' } = {}): Promise<void> {
    const scopes = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES].filter((scope) => !without.includes(scope));
    const granted = this.portal.install(scopes);
    const expiresAt = new Date(this.engine.now.getTime() + 365 * 86_400_000);
    const tokens = { accessToken: granted.access_token, refreshToken: granted.refresh_token, expiresAt, scopes, portalId: PORTAL };
    await storeInstall(this.engine.db, SECRETS, { portalId: portalId(PORTAL), tokens, installedBy: 5, locale }, this.engine.now);
  }

  /** A record reaches a step; resolves when HubSpot has its answer. */
  async start(step: StepStart): Promise<StepRun> {
    const run = this.hubspot.workflows.start(PORTAL, step);
    await this.hubspot.workflows.settled();
    return run;
  }

  /** The job, until nothing of it is due by the clock. */
  async work(): Promise<void> {
    const signal = new AbortController().signal;
    for (let runs = 0; runs < 20; runs++) {
      const outcome = await runActions(this.deps, { portalId: portalId(PORTAL) }, { signal });
      if (outcome === 'done' || outcome.againAfterMs > 0) return;
    }
    throw new Error('Does not come to rest');
  }

  /** The clock goes on, and what became due is done. */
  async later(ms: number): Promise<void> {
    this.engine.now = new Date(this.engine.now.getTime() + ms);
    await this.work();
  }

  /** Records that became due are written to HubSpot, which wakes what waits for them. */
  async push(): Promise<void> {
    await this.engine.push();
    await this.later(1_000);
  }

  rows(): Promise<Record<string, unknown>[]> {
    return this.engine.db('actionRuns').orderBy('createdAt').select();
  }
}

const SECRETS = createSecrets([aKey()]);

/** Call it once, at the top of the file; whatever HubSpot would not have taken fails the test. */
export function useStepsApp(limits?: StepLimits): () => StepsApp {
  const db = useTestDatabase();
  let app: StepsApp;
  beforeEach(async () => {
    app = await StepsApp.start(db(), limits);
  });
  afterEach(async () => {
    const { faults } = app.hubspot.workflows;
    await app.close();
    if (faults.length > 0) throw new Error(`HubSpot would not have taken: ${faults.join('; ')}`);
  });
  return () => app;
}
