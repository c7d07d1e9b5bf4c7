import { hash as digest } from 'node:crypto';
import { lockUntilCommit } from '../db/advisory-lock.ts';
import type { Db } from '../db/index.ts';
import { plannedOnce } from '../db/prepared.ts';
import { toTextArray } from '../db/text-array.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../shared/ids.ts';
import { inTurns } from '../shared/in-turns.ts';
import { toJson } from './json.ts';
import { fromText, joinLines, toLine, type Column } from './text-rows.ts';

/** One connection's mirror, as of one generation of it. */
export interface MirrorScope {
  portalId: PortalId;
  connectionId: ConnectionId;
  /** What a read meets is stamped with it; a rebuild drops what keeps an older stamp. */
  generation: number;
  now: Date;
  /** Taken by `takeOrder` before the ERP was asked. What another reading stored since then may be newer, and is not overwritten. */
  readOrder?: number;
  /** Records of which somebody says that they changed. ERPs stamp changes by the second, so a stamp that is known does not prove the contrary. */
  told?: ReadonlySet<ErpRecordId>;
}

/** What the row held before; `generation` tells whether the same translation wrote it. */
export interface KeptRow {
  erpId: ErpRecordId;
  hash: string;
  /** The change stamp of the record. */
  mark: string;
  generation: number;
  storedOrder: number;
  /** Null: stored before records were proven. */
  proof?: string | null;
  /** The user of the connection did not see the record any more. */
  hiddenSince?: Date | null;
}

/** What came of storing a page. */
export interface Stored<R, B> {
  changes: Change<R, B>[];
  /** Say what they said before. */
  unchanged: R[];
  /** Those of them that carry another change stamp, or are said to have changed: something else about them did. */
  restamped: R[];
  /** Those of them that the user of the connection did not see for a time. */
  seenAgain: R[];
  /** Changed by another reading while this one was under way: to be read again. */
  overtaken: ErpRecordId[];
}

export interface Change<R, B> {
  /** Null: the mirror did not know the record. */
  before: B | null;
  after: R;
}

/** How a stream's records become rows. */
export interface RowShape<R, B extends KeptRow> {
  stream: string;
  table: string;
  /** The row's properties carry the same names. */
  columns: readonly Column[];
  /** What is hashed and stored, beside id and change stamp. */
  toRow(record: R): Record<string, unknown>;
  /** Stored, but not hashed: changes of these alone are echoes. */
  toUnhashed?(record: R): Record<string, unknown>;
  /** Columns of the old row the caller needs, in snake_case. */
  before: readonly string[];
  /** Never called; carries the type of the old row. */
  readonly old?: B;
}

/** Stores a page in at most three statements and returns what changed. Records whose content is known only take the new change stamp. */
export async function storeRows<R extends { id: ErpRecordId; changeStamp: string; proof?: string | undefined }, B extends KeptRow>(
  trx: Db,
  scope: MirrorScope,
  shape: RowShape<R, B>,
  records: readonly R[],
): Promise<Stored<R, B>> {
  // A page may name a record twice; one statement may not touch a row twice. The later one is the newer one.
  const unique = [...new Map(records.map((record) => [record.id, record])).values()];
  if (unique.length === 0) return { changes: [], unchanged: [], restamped: [], seenAgain: [], overtaken: [] };
  await lockStream(trx, scope, shape.stream);
  const columns = ['hash', 'mark', 'generation', 'stored_order', 'hidden_since', ...shape.before];
  const known = await loadKept<B>(trx, scope, { table: shape.table, columns, ids: unique.map(({ id }) => id) });
  const changes: Change<R, B>[] = [];
  const unchanged: R[] = [];
  const restamped: R[] = [];
  const seenAgain: R[] = [];
  const overtaken: ErpRecordId[] = [];
  const stored = [...ALWAYS, ...shape.columns];
  const rows: string[] = [];
  const echoes: Echo[] = [];
  await inTurns(unique, (record) => {
    const before = known.get(record.id) ?? null;
    const row = shape.toRow(record);
    const hash = hashOf(JSON.stringify(row));
    if (before && before.hash !== hash && scope.readOrder !== undefined && before.storedOrder > scope.readOrder) {
      overtaken.push(record.id);
    } else if (before?.hash !== hash) {
      changes.push({ before, after: record });
      const beside = { erp_id: record.id, mark: record.changeStamp, hash, ...shape.toUnhashed?.(record) };
      rows.push(toLine(stored, Object.assign(row, beside)));
    } else {
      unchanged.push(record);
      if (before.mark !== record.changeStamp || scope.told?.has(record.id)) restamped.push(record);
      const { id, changeStamp: mark, proof = null } = record;
      const isProvenNow = before.proof === null && proof !== null;
      const isSeenAgain = Boolean(before.hiddenSince);
      if (isSeenAgain) seenAgain.push(record);
      if (before.mark !== mark || before.generation !== scope.generation || isProvenNow || isSeenAgain) echoes.push({ id, mark, proof });
    }
  });
  const areNew = changes.every(({ before }) => before === null);
  if (rows.length > 0) await write(trx, scope, shape, { rows, areNew });
  if (echoes.length > 0) await renewMarks(trx, scope, shape, echoes);
  return { changes, unchanged, restamped, seenAgain, overtaken };
}

/** Readings and storings are ordered by one sequence of the database: the clocks of two processes differ. */
export async function takeOrder(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { at: number }[] }>(`select nextval('mirror_order') as at`);
  return rows[0]!.at;
}

/** One writer at a time per stream of a connection: pull, hints and reconciliation all need the old values to be the ones they replace. */
export async function lockStream(trx: Db, { connectionId }: Pick<MirrorScope, 'connectionId'>, stream: string): Promise<void> {
  await lockUntilCommit(trx, `mirror ${connectionId} ${stream}`);
}

async function loadKept<B extends { erpId: ErpRecordId }>(
  trx: Db,
  { portalId, connectionId }: Pick<MirrorScope, 'portalId' | 'connectionId'>,
  { table, columns, ids }: { table: string; columns: readonly string[]; ids: readonly ErpRecordId[] },
): Promise<Map<ErpRecordId, B>> {
  const { rows } = await trx.raw<{ rows: B[] }>(
    `select erp_id, ${columns.join(', ')} from ${table}
     where portal_id = :portalId and connection_id = :connectionId and erp_id = any(:ids)`,
    { portalId, connectionId, ids: toTextArray(ids) },
  );
  return new Map(rows.map((row) => [row.erpId, row]));
}

const ALWAYS = [
  ['erp_id', 'text'],
  ['mark', 'text'],
  ['hash', 'text'],
] as const;

const hashOf = (content: string): string => digest('sha1', content, 'base64');

async function write<R, B extends KeptRow>(
  trx: Db,
  scope: MirrorScope,
  shape: RowShape<R, B>,
  { rows, areNew }: { rows: readonly string[]; areNew: boolean },
): Promise<void> {
  const columns = [...ALWAYS, ...shape.columns];
  const names = columns.map(([name]) => name).join(', ');
  const replaced = columns.slice(1).map(([name]) => `${name} = excluded.${name}`);
  // Nobody else adds rows while this one holds the stream, and being prepared for it costs PostgreSQL a tenth of what storing a row does.
  const onConflict = areNew
    ? ''
    : `on conflict (portal_id, connection_id, erp_id) do update
     set generation = excluded.generation, stored_at = excluded.stored_at, stored_order = excluded.stored_order, hidden_since = null,
       ${replaced.join(', ')}`;
  const sql = `
     insert into ${shape.table} (portal_id, connection_id, generation, stored_at, stored_order, ${names})
     select :portalId, :connectionId, :generation, :now, (select nextval('mirror_order')), ${names}
     from ${fromText(columns)} r
     ${onConflict}`;
  await trx.raw(sql, { ...scope, rows: joinLines(rows) }).options(plannedOnce(sql));
}

interface Echo {
  id: string;
  mark: string;
  proof: string | null;
}

async function renewMarks<R, B extends KeptRow>(
  trx: Db,
  scope: MirrorScope,
  shape: RowShape<R, B>,
  echoes: readonly Echo[],
): Promise<void> {
  const proof = shape.before.includes('proof') ? ', proof = coalesce(m.proof, e.proof)' : '';
  await trx.raw(
    `update ${shape.table} m set mark = e.mark, generation = :generation, hidden_since = null${proof}
     from json_to_recordset(:echoes::json) as e(id text, mark text, proof text)
     where m.portal_id = :portalId and m.connection_id = :connectionId and m.erp_id = e.id`,
    { portalId: scope.portalId, connectionId: scope.connectionId, generation: scope.generation, echoes: toJson(echoes) },
  );
}
