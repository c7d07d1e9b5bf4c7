import { loadConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/log.ts';
import { unlimited } from '../../../server/portals/rate-limits.ts';
import { startService } from '../../../server/service.ts';

/** The service without its own limit on HubSpot calls, for benchmarks that measure everything else. */
const config = loadConfig(process.env);
if (config.mode.kind !== 'service') throw new Error('HUBSPOT_* variables are missing');
const running = await startService({ ...config, mode: config.mode }, createLog(config.logLevel), { rateLimits: unlimited });
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
