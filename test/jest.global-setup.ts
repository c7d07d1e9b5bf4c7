import { fileURLToPath } from 'node:url';
import { prepareTestServer } from './support/test-server.ts';

/** Named files that all need no services start none; otherwise one throw-away PostgreSQL serves the whole run. */
export default async function globalSetup({ nonFlagArgs }: { nonFlagArgs: string[] }): Promise<void> {
  // Services and playgrounds are started many times by a run; they find their modules compiled.
  process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
  const needsNone = nonFlagArgs.length > 0 && nonFlagArgs.every((path) => /(?<!\.db)\.test\.tsx?$/.test(path));
  if (!needsNone) await prepareTestServer();
}
