import { fileURLToPath } from 'node:url';
import type { Db } from './index.ts';
import { withAdvisoryLock } from './advisory-lock.ts';

const directory = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Brings the schema up to date. Several processes may start at once: one migrates, the others wait for it. Returns what was run. */
export async function migrateLatest(db: Db): Promise<string[]> {
  return await withAdvisoryLock(db, 'migrations', async () => {
    // Whoever held knex's own lock is gone, since ours was free: a process killed while migrating leaves that row set.
    if (await db.schema.hasTable('knex_migrations_lock')) await db.migrate.forceFreeMigrationsLock(config);
    const [, files] = (await db.migrate.latest(config)) as [number, string[]];
    return files;
  });
}

const config = {
  directory,
  loadExtensions: ['.ts'],
  // During a rolling release, and after going back one, the database knows migrations this program does not have yet.
  disableMigrationsListValidation: true,
};
