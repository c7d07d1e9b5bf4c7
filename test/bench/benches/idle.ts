import type { Db } from '../../../server/db/index.ts';
import { inFigures, type Bench } from '../bench.ts';
import { cpuSeconds } from '../support/process-usage.ts';
import { setStage } from '../support/stage.ts';

/** What the service costs while nobody does anything: portals that are connected, read and not due. */
export const idle: Bench = {
  name: 'idle',
  async run({ isQuick, tell }) {
    const portals = isQuick ? 1_000 : 10_000;
    const watchedMs = isQuick ? 15_000 : 120_000;
    const stage = await setStage({ database: ['shared_preload_libraries=pg_stat_statements'] });
    try {
      const { db } = stage.database;
      await db.raw('create extension pg_stat_statements');
      for (const statement of [PORTALS, CONNECTIONS, STREAMS]) await db.raw(statement, { portals });
      await db.raw('vacuum analyze');
      await pause(10_000);
      tell(`${inFigures(portals)} portals are there`);
      const before = { cpu: cpuSeconds(stage.service.pid), queries: await countQueries(db), serverMs: await queryMs(db) };
      await pause(watchedMs);
      const perMinute = 60_000 / watchedMs;
      const cpu = (cpuSeconds(stage.service.pid) - before.cpu) * perMinute;
      const queries = ((await countQueries(db)) - before.queries) * perMinute;
      const serverMs = ((await queryMs(db)) - before.serverMs) * perMinute;
      const jobs = await db('pgboss.job').count<{ count: number }[]>('* as count');
      return [
        {
          what: `cost of ${inFigures(portals)} idle portals, a minute`,
          measured: `${inFigures(cpu)} s CPU, ${inFigures(queries)} queries`,
          details: `${inFigures(serverMs)} ms in the database; jobs made meanwhile: ${jobs[0]?.count}`,
        },
      ];
    } finally {
      await stage.close();
    }
  },
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const countQueries = (db: Db): Promise<number> => sum(db, 'calls');
const queryMs = (db: Db): Promise<number> => sum(db, 'total_exec_time');

async function sum(db: Db, column: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { total: number }[] }>(`select sum(${column})::double precision as total from pg_stat_statements`);
  return rows[0]?.total ?? 0;
}

const PORTALS = `
  insert into portals (portal_id, calendar_done_on, overdue_done_on, swept_at)
  select 100000 + n, current_date + 1, current_date + 1, now() from generate_series(1, :portals::integer) n`;

// Read a moment ago and found quiet often: the next reading is a quarter of an hour away.
const CONNECTIONS = `
  insert into erp_connections (portal_id, id, system, name, settings, identity, identity_key, approved_at, next_pull_at, quiet_pulls,
    hourly_reconciled_at, nightly_reconciled_at)
  select p.portal_id, gen_random_uuid(), 'idle', 'Books', '', '{}', 'idle:' || p.portal_id, now(), now() + interval '1 hour', 10, now(), now()
  from portals p where p.portal_id > 100000`;

const STREAMS = `
  insert into erp_streams (portal_id, connection_id, stream, translation_version, rebuilding, first_completed_at, completed_at)
  select k.portal_id, k.id, s, 1, false, now(), now() from erp_connections k cross join unnest(array['customers', 'invoices', 'payments']) s
  where k.portal_id > 100000`;
