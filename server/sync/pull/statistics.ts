import { analyseRoughly } from '../../db/analyse.ts';
import type { Db } from '../../db/index.ts';
import { streamOf, type StreamName } from '../../streams/index.ts';

const OF_MANY = 20;

/**
 * PostgreSQL looks at what tables hold only every minute. Until then it plans for hardly any rows, and what follows a first reading
 * (matching, the preview) takes minutes instead of milliseconds. `rows` were read; where they are few beside the others, nothing is
 * planned differently, and looking takes half a second.
 */
export async function analyseStream(db: Db, stream: StreamName, rows: number): Promise<void> {
  const { table, alsoFills } = streamOf(stream);
  const { rows: grown } = await db.raw<{ rows: { name: string; columns: string[] }[] }>(GROWN, { tables: [table, ...alsoFills], rows });
  if (grown.length === 0) return;
  await analyseRoughly(
    db,
    grown.map(({ name, columns }) => `${name} (${columns.join(', ')})`),
  );
}

// Rows are looked for by what indexes are made of: their columns and, by what they depend on, those of their conditions. PostgreSQL looks at
// the other columns, and closer, when it comes by itself, while nobody waits.
const GROWN = `
  select c.oid::regclass::text as name, array(
    select quote_ident(a.attname) from pg_attribute a
    where a.attrelid = c.oid and a.attnum in (
      select unnest(i.indkey::int2[]) from pg_index i where i.indrelid = c.oid
      union
      select d.refobjsubid from pg_depend d join pg_index i on i.indexrelid = d.objid and i.indrelid = c.oid
      where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0)
    order by a.attnum) as columns
  from pg_class c where c.oid = any(:tables::regclass[]) and c.reltuples < :rows::float * ${OF_MANY}`;
