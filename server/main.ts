import { loadConfig, type Config } from './config.ts';
import { keepRunning } from './keep-running.ts';
import { createLog, type Log } from './shared/log.ts';
import { startService } from './service.ts';
import { stopOnSignals } from './stop-signals.ts';

interface Running {
  url: string;
  stop(): Promise<void>;
}

const stopping = new AbortController();

async function start(config: Config, log: Log): Promise<Running> {
  if (config.mode.kind === 'service') return startService({ ...config, mode: config.mode }, log, { stopping: stopping.signal });
  // Doubles of HubSpot and an ERP, for looking around; absent from the container image.
  const playground = new URL('../test/playground/main.ts', import.meta.url);
  const { startPlayground } = (await import(playground.href)) as { startPlayground(config: Config, argv: string[]): Promise<Running> };
  return startPlayground(config, process.argv.slice(2));
}

try {
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  const starting = start(config, log);
  // From the beginning: what is half started is stopped once it stands.
  stopOnSignals(log, async () => {
    stopping.abort();
    await (await starting.catch(() => null))?.stop();
  });
  await starting;
  keepRunning(log);
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error && error.name === 'ConfigError' ? error.message : error);
    process.exit(1);
  }
}
