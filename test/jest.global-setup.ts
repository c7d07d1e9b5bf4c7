import { prepareTestServer } from './support/test-server.ts';

/** Named files that all need no services start none; otherwise one throw-away PostgreSQL serves the whole run. */
export default async function globalSetup({ nonFlagArgs }: { nonFlagArgs: string[] }): Promise<void> {
  const needsNone = nonFlagArgs.length > 0 && nonFlagArgs.every((path) => /(?<!\.db)\.test\.tsx?$/.test(path));
  if (!needsNone) await prepareTestServer();
}
