import { loadConfig, type Config } from './config.ts';
import { keepRunning } from './keep-running.ts';
import { createLog, type Log } from './log.ts';
import { startService } from './service.ts';

interface Running {
  url: string;
  stop(): Promise<void>;
}

async function start(config: Config, log: Log): Promise<Running> {
  if (config.mode.kind === 'service') return startService({ ...config, mode: config.mode }, log);
  // Doubles of HubSpot and an ERP, for looking around; absent from the container image.
  const playground = new URL('../test/playground/main.ts', import.meta.url);
  const { startPlayground } = (await import(playground.href)) as { startPlayground(config: Config, argv: string[]): Promise<Running> };
  return startPlayground(config, process.argv.slice(2));
}

try {
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  const running = await start(config, log);
  keepRunning(log);
  const stop = (): void => {
    void running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  console.error(error instanceof Error && error.name === 'ConfigError' ? error.message : error);
  process.exit(1);
}
