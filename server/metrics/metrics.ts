import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../db/index.ts';
import type { Log } from '../shared/log.ts';
import { readGauges } from './metrics-sql.ts';

/** What is counted where it happens. */
export interface Observer {
  /** A call to HubSpot, an ERP or the EU's VIES ended: with an HTTP status (`200`) or the code of a failure (`outbound.timed_out`). */
  countCall(remote: 'hubspot' | 'erp' | 'vies', outcome: string): void;
  /** A job ended. */
  observeJob(name: string, outcome: string, ms: number): void;
}

export interface Metrics extends Observer {
  /** Everything, in the text format Prometheus reads. What stands in the database is counted now. */
  render(): Promise<{ contentType: string; text: string }>;
}

const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];

/** Figures for the operator. Never a label per portal: there may be thousands; the worst and the middle one tell enough. */
export function createMetrics({ db, log, now }: { db: Db; log: Log; now: () => Date }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'puente_remote_calls_total',
    help: 'Calls to HubSpot, ERPs and VIES, by how they ended',
    labelNames: ['remote', 'outcome'],
    registers,
  });
  const refusals = new Counter({
    name: 'puente_remote_refusals_total',
    help: 'Calls refused for their rate (429)',
    labelNames: ['remote'],
    registers,
  });
  const jobs = new Histogram({
    name: 'puente_job_duration_seconds',
    help: 'Runs of jobs, by kind and outcome',
    labelNames: ['job', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const gauges = createGauges(registers);

  return {
    countCall(remote, outcome) {
      calls.inc({ remote, outcome });
      if (outcome === '429') refusals.inc({ remote });
    },
    observeJob: (job, outcome, ms) => jobs.observe({ job, outcome }, ms / 1000),
    async render() {
      try {
        gauges.set(await readGauges(db, now()));
      } catch (err) {
        // The process's own figures are worth the more when the database is away.
        gauges.clear();
        log.warn({ err }, 'metrics without the database');
      }
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function createGauges(registers: Registry[]) {
  const gauge = (name: string, help: string, ...labelNames: string[]) => new Gauge({ name: `puente_${name}`, help, labelNames, registers });
  const up = gauge('database_up', '1 while the database answers');
  const freshness = gauge(
    'stream_freshness_seconds',
    'Time since a stream was last read to its end, over all connections',
    'stream',
    'stat',
  );
  const due = gauge('targets_due', 'HubSpot records waiting to be written', 'priority');
  const oldest = gauge('targets_oldest_due_seconds', 'How long the oldest of them has waited', 'priority');
  const problems = gauge('problems_open', 'Problems an administrator can solve', 'code');
  const paused = gauge('connections', 'ERP connections by state', 'status');
  const waiting = gauge('jobs_waiting', 'Jobs by kind and state', 'job', 'state');
  const all = [freshness, due, oldest, problems, paused, waiting];
  return {
    set(rows: Awaited<ReturnType<typeof readGauges>>) {
      for (const each of all) each.reset();
      up.set(1);
      for (const row of rows.freshness) {
        for (const stat of ['p50', 'p95', 'max'] as const) freshness.set({ stream: row.stream, stat }, row[stat]);
      }
      for (const { priority, count, oldestSeconds } of rows.targets) {
        due.set({ priority }, count);
        oldest.set({ priority }, oldestSeconds);
      }
      for (const { code, count } of rows.problems) problems.set({ code }, count);
      for (const { status, count } of rows.connections) paused.set({ status }, count);
      for (const { job, state, count } of rows.jobs) waiting.set({ job, state }, count);
    },
    clear() {
      for (const each of all) each.reset();
      up.set(0);
    },
  };
}
