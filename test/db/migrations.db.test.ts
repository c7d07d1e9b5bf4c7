import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Db } from '../../server/db/index.ts';
import { useTestDatabase } from '../support/database.ts';

const db = useTestDatabase();
const CONFIG = { directory: 'migrations', loadExtensions: ['.ts'] };
/** What came with the first release; everything since meets a database with rows and a program that does not know it. */
const FIRST_RELEASE = '20261123098000_search_emails_at_once.ts';
const later = readdirSync('migrations')
  .filter((name) => name > FIRST_RELEASE)
  .sort();

interface Column {
  table: string;
  column: string;
  type: string;
  isOptional: boolean;
  allowed: string | null;
}

async function columnsOf(): Promise<Column[]> {
  const { rows } = await db().raw<{ rows: Column[] }>(`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      c.is_nullable = 'YES' or c.column_default is not null as "isOptional",
      (select substring(pg_get_constraintdef(k.oid) from '''([^'']+)''::text') from pg_constraint k
       where k.contype = 'c' and k.conrelid = quote_ident(c.table_name)::regclass and pg_get_constraintdef(k.oid) like '%' || c.column_name || ' = ANY%') as allowed
    from information_schema.columns c join pg_tables t on t.schemaname = 'public' and t.tablename = c.table_name
    where c.table_schema = 'public' and c.table_name not like 'knex%'
    order by 1, c.ordinal_position`);
  return rows;
}

const BY_TYPE: Record<string, unknown> = {
  bigint: 7,
  integer: 1,
  smallint: 1,
  numeric: '1.50',
  'double precision': 1,
  boolean: false,
  uuid: '00000000-0000-4000-8000-000000000001',
  date: '2026-11-20',
  'timestamp with time zone': '2026-11-20T12:00:00Z',
  jsonb: '{}',
  ARRAY: '{}',
};

/** Columns that hold the same as another one of another table. */
const SAME_AS: Record<string, string> = { erp_id: 'invoice_id', origin: 'order_number', typed: 'order_number' };

/** One row in every table, in the words of this schema. */
function aRowEach(columns: readonly Column[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { table, column, type, allowed } of columns) {
    const row = rows.get(table) ?? {};
    row[column] = type === 'text' ? (allowed ?? `a ${SAME_AS[column] ?? column}`) : BY_TYPE[type];
    rows.set(table, row);
  }
  return rows;
}

async function fill(trx: Db, rows: ReadonlyMap<string, Record<string, unknown>>): Promise<void> {
  // In any order: the rows refer to each other.
  await trx.raw(`set local session_replication_role = replica`);
  for (const [table, row] of rows) {
    const names = Object.keys(row);
    await trx.raw(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`, Object.values(row) as string[]);
  }
}

type Rows = Record<string, unknown>[];

/** What these columns hold, by table. */
async function contents(columns: readonly Column[]): Promise<Map<string, Rows>> {
  const held = new Map<string, Rows>();
  for (const [table, own] of Map.groupBy(columns, (one) => one.table)) {
    const names = own.map(({ column }) => `'${column}', t.${column}`).join(', ');
    const { rows } = await db().raw<{ rows: { row: Rows[number] }[] }>(
      `select jsonb_build_object(${names}) as row from ${table} t order by t::text`,
    );
    held.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return held;
}

const nameOf = ({ table, column, type }: Column): string => `${table}.${column} ${type}`;
const down = () => db().migrate.down(CONFIG);
const up = () => db().migrate.up(CONFIG);

/** A row in every table of the latest schema; the invoice says its order number itself. */
async function fillLatest(): Promise<void> {
  const columns = await columnsOf();
  await db().transaction((trx) => fill(trx, aRowEach(columns)));
  await db()('erpInvoiceOrigins').update({ standsFor: null });
}

/** Back at the first release. Returns its columns. */
async function goBack(): Promise<Column[]> {
  await fillLatest();
  for (const _ of later) for (const step of [down, up, down]) await step();
  return columnsOf();
}

describe('every migration since the first release', () => {
  it('goes down and up with rows in all tables, loses none and takes nothing from the program that still runs', async () => {
    const latest = await columnsOf();
    const first = await goBack();
    const held = await contents(first);
    expect([...held].filter(([, rows]) => rows.length !== 1)).toEqual([]);
    let before = first;
    for (const name of later) {
      await up();
      const after = await columnsOf();
      const names = new Set(after.map(nameOf));
      const tables = new Set(before.map(({ table }) => table));
      expect([name, before.map(nameOf).filter((column) => !names.has(column))]).toEqual([name, []]);
      const added = after.filter((column) => tables.has(column.table) && !before.some((known) => nameOf(known) === nameOf(column)));
      expect([name, added.filter(({ isOptional }) => !isOptional)]).toEqual([name, []]);
      before = after;
    }
    expect(before.map(nameOf)).toEqual(latest.map(nameOf));
    const kept = await contents(first);
    // Compared in one spelling since.
    for (const table of ['deal_orders', 'erp_invoice_origins']) {
      held.get(table)![0]!['order_number'] = 'AORDER_NUMBER';
    }
    expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(held));
    // The program of the first release writes what it knows.
    for (const table of held.keys()) await db().raw(`delete from ${table}`);
    await db().transaction((trx) => fill(trx, aRowEach(first)));
  });

  it('goes down to the order numbers as people typed them and invoices say them', async () => {
    await fillLatest();
    await db()('erpInvoices').update({ origin: 's 00012, S13' });
    await db()('erpInvoiceOrigins').update({ orderNumber: 'S00012' });
    await db()('dealOrders').update({ orderNumber: 'S00012', typed: 's 00012' });
    for (const _ of later) await down();
    expect(await db()('dealOrders').pluck('order_number')).toEqual(['s 00012']);
    expect(((await db()('erpInvoiceOrigins').pluck('order_number')) as string[]).sort()).toEqual(['S13', 's 00012']);
    for (const _ of later) await up();
    expect(((await db()('erpInvoiceOrigins').pluck('order_number')) as string[]).sort()).toEqual(['S00012', 'S13']);
  });
});
