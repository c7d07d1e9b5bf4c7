import { loadDatabaseConfig } from './config.ts';
import { startEmbeddedDatabase } from './db/embedded.ts';
import { createDb, migrateLatest } from './db/index.ts';
import { createLog } from './shared/log.ts';
import { forTerminal } from './shared/start-failure.ts';

/** `npm run migrate`: brings the schema up to date without starting the service, which does the same when it starts. */
async function migrate(): Promise<void> {
  const { database, dataDir } = loadDatabaseConfig(process.env);
  const embedded = database.kind === 'embedded' ? await startEmbeddedDatabase({ dataDir }) : null;
  const db = createDb(database.kind === 'url' ? database.url : embedded!.connectionString);
  try {
    const files = await migrateLatest(db);
    createLog('info').info({ files }, files.length > 0 ? 'schema migrated' : 'schema was up to date');
  } finally {
    await db.destroy();
    await embedded?.stop();
  }
}

try {
  await migrate();
} catch (error) {
  console.error(forTerminal(error));
  process.exitCode = 1;
}
