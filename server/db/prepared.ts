import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { camelCaseResponse } from './identifiers.ts';
import type { Db } from './index.ts';

interface Pool {
  acquireConnection(): Promise<ClientBase>;
  releaseConnection(connection: ClientBase): Promise<void>;
}

interface Statement {
  name: string;
  text: string;
  /** What is bound to $1, $2, … */
  bindings: string[];
}

const statements = new Map<string, Statement>();

/**
 * Like `db.raw` with named bindings, but prepared once per connection: for queries that people wait for, whose planning costs more than
 * their work. On the connection of a transaction, if that is what it is given. The text must come from our own code, so that there are few of them.
 */
export async function queryPrepared<Row>(db: Db, sql: string, bindings: Readonly<Record<string, unknown>>): Promise<Row[]> {
  const statement = statementOf(sql);
  const values = statement.bindings.map((name) => valueOf(bindings, name));
  const pool = db.client as Pool;
  const connection = await pool.acquireConnection();
  try {
    const result = await connection.query({ name: statement.name, text: statement.text, values });
    return (camelCaseResponse(result.rows) ?? []) as Row[];
  } finally {
    await pool.releaseConnection(connection);
  }
}

/** A name left out would be null to PostgreSQL, and a condition on it false without a word. */
function valueOf(bindings: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name in bindings) return bindings[name];
  throw new Error(`No value given for binding "${name}" of a prepared query`);
}

const names = new Map<string, string>();

/**
 * `trx.raw(sql, bindings).options(plannedOnce(sql))`: prepared once per connection, in a transaction too. For statements that read no table, so
 * that no plan is better than another: of one that looks rows up a plan stays that was made while the table was small.
 */
export function plannedOnce(sql: string): { name: string } {
  const name = names.get(sql) ?? nameOf(sql);
  names.set(sql, name);
  return { name };
}

/** PostgreSQL takes at most 63 characters. */
const nameOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

function statementOf(sql: string): Statement {
  const known = statements.get(sql) ?? toStatement(sql);
  statements.set(sql, known);
  return known;
}

/** One number for each name, however often it occurs: PostgreSQL cannot know that two parameters are always equal. */
function toStatement(sql: string): Statement {
  const bindings: string[] = [];
  const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (_match, binding: string) => {
    if (!bindings.includes(binding)) bindings.push(binding);
    return `$${bindings.indexOf(binding) + 1}`;
  });
  return { name: nameOf(text), text, bindings };
}
