import type { Db } from '../../db/index.ts';
import { streamOf, type StreamName } from '../../streams/index.ts';

/**
 * PostgreSQL looks at what tables hold only every minute. Until then it plans for hardly any rows, and what follows a first reading
 * (matching, the preview) takes minutes instead of milliseconds. `rows` were read; where they are few beside the others, nothing is
 * planned differently, and looking takes half a second.
 */
export async function analyseStream(db: Db, stream: StreamName, rows: number): Promise<void> {
  const { table, alsoFills } = streamOf(stream);
  const { rows: grown } = await db.raw<{ rows: { name: string }[] }>(
    `select oid::regclass::text as name from pg_class where oid = any(:tables::regclass[]) and reltuples < :rows::float * ${OF_MANY}`,
    { tables: [table, ...alsoFills], rows },
  );
  if (grown.length > 0) await db.raw(`analyze ${grown.map(({ name }) => name).join(', ')}`);
}

const OF_MANY = 20;

/** Approving fills these from one moment to the next. */
export async function analyseLinks(db: Db): Promise<void> {
  await db.raw('analyze links, targets');
}
