import { loadConfig } from '../../../server/config.ts';
import { createLog } from '../../../server/shared/log.ts';
import { startService } from '../../../server/service.ts';
import { stopOnSignals } from '../../../server/stop-signals.ts';

/** The service without its own limit on HubSpot calls, for benchmarks that measure everything else. */
const config = loadConfig(process.env);
if (config.mode.kind !== 'service') throw new Error('HUBSPOT_* variables are missing');
const log = createLog(config.logLevel);
const running = await startService({ ...config, mode: config.mode }, log, { hasRateLimits: false });
stopOnSignals(log, () => running.stop());
