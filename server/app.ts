import express, { type Express, type RequestHandler } from 'express';
import type { ServiceConfig } from './config.ts';
import type { Db } from './db/index.ts';
import { erpRegistry } from './erp/registry.ts';
import type { ErpIo } from './erp/shared/contract.ts';
import { cardRoutes } from './http/cards/index.ts';
import { plainAddress, safeHeaders } from './http/every-request.ts';
import { answerFailures } from './http/failures.ts';
import { oauthRouter } from './http/oauth/router.ts';
import { health } from './http/operation/health.ts';
import { metricsPage } from './http/operation/metrics.ts';
import { ready } from './http/operation/ready.ts';
import { settingsRoutes } from './http/settings/index.ts';
import { signedByHubSpot, verifiedBody } from './http/signature.ts';
import { erpHints, type ErpHintDeps } from './http/webhooks/erp-hint.ts';
import { hubspotWebhooks } from './http/webhooks/hubspot.ts';
import { createOAuthClient } from './hubspot/oauth.ts';
import { createJobs } from './jobs/index.ts';
import { createMakeWay } from './jobs/make-way.ts';
import { startTicks, type Ticks } from './jobs/ticks.ts';
import type { Log } from './shared/log.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createOutbound } from './outbound/index.ts';
import { createHubSpotAccess } from './portals/hubspot-access.ts';
import { findPortal } from './portals/portals.ts';
import { createRateLimits, type RateLimits } from './portals/rate-limits.ts';
import { reencryptSecrets } from './portals/reencrypt.ts';
import { createSecrets } from './portals/secrets.ts';
import { askWhetherInstalled } from './portals/tokens.ts';
import { createEmailHasher } from './portals/tombstones.ts';
import { createConnectors } from './sync/shared/connectors.ts';
import { loadSyncPortal } from './sync/shared/deps.ts';
import type { JobData, PortalScope } from './sync/shared/job-data.ts';
import { defineJobs, type JobDeps } from './sync/jobs.ts';
import { defineTicks } from './sync/ticks.ts';

interface AppParts {
  config: ServiceConfig;
  db: Db;
  connectionString: string;
  log: Log;
  now: () => Date;
  /** For benchmarks that measure everything else. */
  rateLimits?: RateLimits;
}

export interface App {
  web: Express;
  /** Takes jobs and ticks until `stop`. */
  startWorker(): Promise<void>;
  /** Readiness says no from here on, so that the load balancer sends requests elsewhere. */
  announceStop(): void;
  stop(): Promise<void>;
}

/** The one place that builds the parts and joins them. */
export function createApp({ config, db, connectionString, log, now, rateLimits = createRateLimits(db) }: AppParts): App {
  const { hubspot, publicUrl, encryptionKeys } = config.mode;
  const metrics = createMetrics({ db, log, now });
  const outbound = createOutbound({
    allowPrivateAddresses: config.allowPrivateAddresses,
    log,
    onCall: (outcome) => metrics.countCall('erp', outcome),
  });
  const jobs = createJobs<JobData>({
    db,
    connectionString,
    log,
    now,
    ownerOf: (data) => String((data as PortalScope).portalId),
    observe: metrics.observeJob,
  });
  const { enqueue, enqueueFound } = jobs;

  const secrets = createSecrets(encryptionKeys);
  const { clientId, clientSecret, apiUrl } = hubspot;
  const onCall = ({ status }: { status: number | 'none' }): void => metrics.countCall('hubspot', String(status));
  const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now, onCall });
  const openHubSpot = createHubSpotAccess({ db, secrets, oauth, apiUrl, rateLimits, log, now, onCall });

  const { noteCard, makeWay } = createMakeWay();
  const io: ErpIo = { fetch: outbound.fetch, now };
  const registry = erpRegistry;
  const connectors = createConnectors({ db, secrets, registry, io, now });
  const { hashEmail } = createEmailHasher(encryptionKeys);
  const shared = { db, log, now, enqueue, openHubSpot, connectors, registry, secrets, publicUrl, io, hashEmail };
  const jobDeps: JobDeps = {
    ...shared,
    enqueueFound,
    makeWay,
    findPortal,
    askWhetherInstalled: (portalId) => askWhetherInstalled({ db, secrets, oauth, now }, portalId),
    loadPortal: (portalId) => loadSyncPortal(db, portalId),
    graceDays: config.uninstallGraceDays,
    jobConcurrency: config.jobConcurrency,
  };

  const parseHint: ErpHintDeps['parseHint'] = (system, body) => registry.get(system)?.hints?.parse(body) ?? [];

  let isStopping = false;
  let ticks: Ticks | undefined;
  const web = express().disable('x-powered-by').set('trust proxy', 1);
  web.use(safeHeaders, plainAddress);
  web.get('/health', health());
  web.get('/ready', ready({ db, isStopping: () => isStopping }));
  web.get('/metrics', metricsPage({ metrics, token: config.metricsToken }));
  if (config.role !== 'worker') {
    const signature = { clientSecret, publicUrl, now, log };
    const signed = signedByHubSpot(signature);
    web.use('/oauth', oauthRouter({ ...shared, ...hubspot, oauth }));
    web.post('/webhooks/hubspot', verifiedBody(signature), hubspotWebhooks(shared));
    web.post('/erp-hints/:token', erpHints({ ...shared, parseHint }));
    const counted: RequestHandler = (_req, _res, next) => (noteCard(), next());
    web.use('/cards', signed, counted, cardRoutes(shared));
    web.use('/settings', signed, settingsRoutes(shared));
  }
  web.use(answerFailures(log));

  return {
    web,
    async startWorker() {
      const sealed = await reencryptSecrets(db, secrets);
      log.info({ sealed }, 'secrets are sealed under the current key');
      await jobs.work(defineJobs(jobDeps));
      ticks = startTicks(defineTicks({ db, enqueue, enqueueFound, now, graceDays: config.uninstallGraceDays }), log);
    },
    announceStop() {
      isStopping = true;
    },
    async stop() {
      isStopping = true;
      await ticks?.stop();
      // Orchestrators kill after ten seconds; what is aborted runs again elsewhere.
      await jobs.stop(3_000);
      await connectors.closeAll();
      await outbound.close();
    },
  };
}
