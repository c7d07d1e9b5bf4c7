import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { camelCaseResponse } from './identifiers.ts';
import type { Db } from './index.ts';

interface Pool {
  acquireConnection(): Promise<ClientBase>;
  releaseConnection(connection: ClientBase): Promise<void>;
}

const names = new Map<string, string>();

/**
 * Like `db.raw`, but PostgreSQL plans the statement once per connection: for queries that people wait for, whose planning costs more than
 * their work. Not for transactions. The text must come from our own code, so that there are few of them.
 */
export async function queryPrepared<Row>(db: Db, sql: string, bindings: Readonly<Record<string, unknown>>): Promise<Row[]> {
  const { sql: text, bindings: values } = db
    .raw(sql, bindings as never)
    .toSQL()
    .toNative();
  const pool = db.client as Pool;
  const connection = await pool.acquireConnection();
  try {
    const result = await connection.query({ name: nameOf(text), text, values: [...values] });
    return (camelCaseResponse(result.rows) ?? []) as Row[];
  } finally {
    await pool.releaseConnection(connection);
  }
}

/** PostgreSQL takes at most 63 characters. */
function nameOf(text: string): string {
  const known = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, known);
  return known;
}
