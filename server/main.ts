import { existsSync } from 'node:fs';
import { loadConfig, type Config } from './config.ts';
import { keepRunning } from './keep-running.ts';
import { createLog, type Log } from './shared/log.ts';
import { forTerminal, StartFailure } from './shared/start-failure.ts';
import { startService } from './service.ts';
import { stopOnSignals } from './stop-signals.ts';

interface Running {
  url: string;
  stop(): Promise<void>;
}

const stopping = new AbortController();

const argv = process.argv.slice(2);
const NO_OPTIONS = `The service takes no options: it is set up by environment variables, which README.md lists under "Running it for real".
Without any HUBSPOT_ variable the playground starts instead, which has options: npm start -- --help`;

const NO_PLAYGROUND = `No HUBSPOT_ variable is set, and the playground is not part of this installation. Set at least
HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, PUBLIC_URL, DATABASE_URL and ENCRYPTION_KEYS (README.md, "Running it for real").`;

/** Null: nothing was to be started. */
async function start(config: Config, log: Log): Promise<Running | null> {
  if (config.mode.kind === 'service') {
    if (argv.length > 0) throw new StartFailure(NO_OPTIONS);
    return startService({ ...config, mode: config.mode }, log, { stopping: stopping.signal });
  }
  // Doubles of HubSpot and an ERP, for looking around; absent from the container image.
  const playground = new URL('../test/playground/main.ts', import.meta.url);
  if (!existsSync(playground)) throw new StartFailure(NO_PLAYGROUND);
  const { startPlayground } = (await import(playground.href)) as {
    startPlayground(config: Config, argv: string[]): Promise<Running | null>;
  };
  return startPlayground(config, argv);
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
  if (await starting) keepRunning(log);
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(forTerminal(error));
    process.exit(1);
  }
}
