import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Db } from '../../server/db/index.ts';
import { createDb } from '../../server/db/index.ts';
import { databaseOn, onServer, SERVER_URL_VARIABLE, TEMPLATE } from './test-server.ts';

let url: string | undefined;

/** A migrated database for this test file alone, emptied after each test. Call it once, at the top of the file or of its outer `describe`. */
export function useTestDatabase(): () => Db {
  let db: Db | undefined;
  const name = `t_${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    // Copying the template's files is faster than the default way for a database this small.
    await onServer(serverUrl(), (client) => client.query(`create database ${name} template ${TEMPLATE} strategy file_copy`));
    url = databaseOn(serverUrl(), name);
    db = createDb(url);
  });
  afterEach(async () => {
    if (db) await emptyTables(db);
  });
  afterAll(async () => {
    await db?.destroy();
    await onServer(serverUrl(), (client) => client.query(`drop database if exists ${name} with (force)`));
  });
  return () => {
    if (!db) throw new Error('The test database exists from beforeAll on.');
    return db;
  };
}

/** The address of this file's database, for processes started by a test. */
export function databaseUrl(): string {
  if (url === undefined) throw new Error('Call useTestDatabase() in this file; its address exists from beforeAll on.');
  return url;
}

async function emptyTables(db: Db): Promise<void> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'knex\\_%'`,
  );
  if (rows.length > 0) await db.raw(`truncate ${rows.map((row) => row.name).join(', ')} cascade`);
}

function serverUrl(): string {
  const address = process.env[SERVER_URL_VARIABLE];
  if (address === undefined) throw new Error('No database server was started for this run: call the file *.db.test.ts.');
  return address;
}
