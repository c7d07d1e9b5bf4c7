import knex from 'knex';
import type { Knex } from 'knex';
import { camelCaseResponse, toSnakeCase } from './identifiers.ts';
import { retryDeadlocks } from './retry.ts';
import { columnTypes } from './types.ts';

/** The database, or a transaction of it: both are queried alike. */
export type Db = Knex;

interface PoolOptions {
  /** Connections at most, default 10. */
  max?: number;
  /** How long a query may wait for a free connection, default 10 s. */
  acquireTimeoutMs?: number;
}

export function createDb(connectionString: string, options: PoolOptions = {}): Db {
  const db = knex({
    client: 'pg',
    connection: {
      ...{ connectionString, application_name: 'puente', types: columnTypes, keepAlive: true },
      // Sooner than the wait for a connection ends: a host that does not answer is not a pool that is full.
      connectionTimeoutMillis: Math.round((options.acquireTimeoutMs ?? 10_000) * 0.8),
    },
    // Whoever asked gets the failure; knex would write it to the console too, each time.
    log: { warn: () => undefined, error: () => undefined, debug: () => undefined, deprecate: () => undefined },
    pool: { min: 0, max: options.max ?? 10 },
    acquireConnectionTimeout: options.acquireTimeoutMs ?? 10_000,
    wrapIdentifier: (name, quote) => (name === '*' ? name : quote(toSnakeCase(name))),
    postProcessResponse: camelCaseResponse,
  });
  retryDeadlocks(db);
  return db;
}

export { migrateLatest } from './migrate.ts';
