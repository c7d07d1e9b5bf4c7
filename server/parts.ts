import type { ServiceConfig } from './config.ts';
import type { Db } from './db/index.ts';
import { erpRegistry } from './erp/registry.ts';
import type { ErpDoor } from './erp/shared/contract.ts';
import { createOAuthClient } from './hubspot/oauth.ts';
import { createJobs } from './jobs/index.ts';
import type { Log } from './shared/log.ts';
import type { Observer } from './metrics/metrics.ts';
import { createOutbound } from './outbound/index.ts';
import { createHubSpotAccess } from './portals/hubspot-access.ts';
import { createRateLimits, unlimited } from './portals/rate-limits.ts';
import { createSecrets } from './portals/secrets.ts';
import { createEmailHasher } from './portals/tombstones.ts';
import { createVatCheck } from './portals/vies/check-vat.ts';
import { createConnectors } from './sync/shared/connectors.ts';
import type { JobData, PortalScope } from './sync/shared/job-data.ts';

interface PartsDeps {
  config: ServiceConfig;
  db: Db;
  connectionString: string;
  log: Log;
  now: () => Date;
  observer: Observer;
  /** False for benchmarks that measure everything but our own limit on HubSpot calls. Default true. */
  hasRateLimits?: boolean;
}

export type Parts = ReturnType<typeof createParts>;

/** The one place that builds the parts and joins them, for web and worker alike. */
export function createParts({ config, db, connectionString, log, now, observer, hasRateLimits = true }: PartsDeps) {
  const { hubspot, publicUrl, encryptionKeys } = config.mode;
  const { allowPrivateAddresses, viesApiUrl } = config;
  const outbound = createOutbound({ allowPrivateAddresses, log, onCall: (outcome) => observer.countCall('erp', outcome) });
  const toVies = createOutbound({ allowPrivateAddresses, log, onCall: (outcome) => observer.countCall('vies', outcome) });
  const jobs = createJobs<JobData>({
    db,
    connectionString,
    log,
    now,
    ownerOf: (data) => String((data as PortalScope).portalId),
    observe: observer.observeJob,
  });
  const secrets = createSecrets(encryptionKeys);
  const { clientId, clientSecret, apiUrl } = hubspot;
  const onCall = ({ status }: { status: number | 'none' }): void => observer.countCall('hubspot', String(status));
  const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now, onCall });
  const rateLimits = hasRateLimits ? createRateLimits(db) : unlimited;
  const openHubSpot = createHubSpotAccess({ db, secrets, oauth, apiUrl, rateLimits, log, now, onCall });
  const io: ErpDoor = { fetch: outbound.fetch, now };
  const registry = erpRegistry;
  const connectors = createConnectors({ db, secrets, registry, io, now });
  const { hashEmail } = createEmailHasher(encryptionKeys);
  const checkVat = createVatCheck({ db, log, now, fetch: toVies.fetch, apiUrl: viesApiUrl });
  const { enqueue, enqueueFound } = jobs;
  return {
    config,
    jobs,
    oauth,
    enqueueFound,
    ...{ db, log, now, enqueue, openHubSpot, connectors, registry, secrets, publicUrl, io, hashEmail, checkVat },
    async stop(): Promise<void> {
      // Orchestrators kill after ten seconds; what is aborted runs again elsewhere.
      await jobs.stop(3_000);
      await connectors.closeAll();
      await outbound.close();
      await toVies.close();
    },
  };
}
