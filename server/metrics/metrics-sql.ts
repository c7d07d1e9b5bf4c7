import type { Db } from '../db/index.ts';

interface GaugeRows {
  freshness: { stream: string; p50: number; p95: number; max: number }[];
  targets: { priority: number; count: number; oldestSeconds: number }[];
  problems: { code: string; count: number }[];
  connections: { status: string; count: number }[];
  jobs: { job: string; state: string; count: number }[];
}

/** Counted over all portals, which no other query may do: only sums leave this function. */
export async function readGauges(db: Db, now: Date): Promise<GaugeRows> {
  const read = async <T>(sql: string): Promise<T[]> => (await db.raw<{ rows: T[] }>(sql, { now })).rows;
  const [freshness, targets, problems, connections, jobs] = await Promise.all([
    read<GaugeRows['freshness'][number]>(FRESHNESS),
    read<GaugeRows['targets'][number]>(TARGETS),
    read<GaugeRows['problems'][number]>(`select code, count(*) from problems where resolved_at is null and ${IS_INSTALLED} group by code`),
    read<GaugeRows['connections'][number]>(`select status, count(*) from erp_connections where ${IS_INSTALLED} group by status`),
    readJobs(db),
  ]);
  return { freshness, targets, problems, connections, jobs };
}

const IS_INSTALLED = `portal_id in (select p.portal_id from portals p where p.status <> 'uninstalled')`;

// A stream never read to its end is as old as its start.
const FRESHNESS = `
  with ages as (
    select s.stream, extract(epoch from :now - coalesce(s.completed_at, s.started_at))::float as age
    from erp_streams s
    join erp_connections c on c.portal_id = s.portal_id and c.id = s.connection_id
    join portals p on p.portal_id = s.portal_id
    where c.status = 'active' and p.status = 'active' and s.is_on and s.is_offered
  )
  select stream, percentile_disc(0.5) within group (order by age) as p50, percentile_disc(0.95) within group (order by age) as p95, max(age) as max
  from ages group by stream`;

// What waits for an administrator to install again is not late.
const TARGETS = `
  select t.priority, count(*), greatest(0, extract(epoch from :now - min(t.due_at)))::float as oldest_seconds
  from targets t join portals p on p.portal_id = t.portal_id and p.status = 'active'
  where t.due_revision > t.pushed_revision and t.due_revision > t.refused_revision and t.due_at <= :now
  group by t.priority`;

/** The queue makes its tables when it starts, which may be after the first scrape. */
async function readJobs(db: Db): Promise<GaugeRows['jobs']> {
  const { rows: exists } = await db.raw<{ rows: { exists: boolean }[] }>(`select to_regclass('pgboss.job') is not null as exists`);
  if (!exists[0]?.exists) return [];
  const { rows } = await db.raw<{ rows: GaugeRows['jobs'] }>(
    `select name as job, state::text, count(*) from pgboss.job where state in ('created', 'retry', 'active') group by name, state`,
  );
  return rows;
}
