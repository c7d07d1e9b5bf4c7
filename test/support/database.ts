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

/** Above this, taking new files for a table is cheaper than deleting its rows. */
const LARGE_TABLE_BYTES = 1_000_000;

/**
 * A `truncate` of everything writes new files for each table and index, which costs more than most tests do; few tables have rows, and few of
 * them. One statement deletes them all: foreign keys are checked at its end, whatever the order.
 */
async function emptyTables(db: Db): Promise<void> {
  const { rows } = await db.raw<{ rows: { name: string; isLarge: boolean }[] }>(
    `select t.oid::regclass::text as name, pg_table_size(t.oid) > ? as "isLarge" from pg_class t
     where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and t.relname not like 'knex\\_%' and pg_relation_size(t.oid) > 0`,
    [LARGE_TABLE_BYTES],
  );
  const large = rows.filter(({ isLarge }) => isLarge).map(({ name }) => name);
  if (large.length > 0) await db.raw(`truncate ${large.join(', ')} cascade`);
  if (rows.length > 0) await db.raw(`with ${rows.map(({ name }, at) => `t${at} as (delete from ${name})`).join(', ')} select`);
}

function serverUrl(): string {
  const address = process.env[SERVER_URL_VARIABLE];
  if (address === undefined) throw new Error('No database server was started for this run: call the file *.db.test.ts.');
  return address;
}
