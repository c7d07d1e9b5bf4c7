import { parseArgs } from 'node:util';
import { odooKit } from '../bench/erps/odoo.ts';
import { describeMachine, toMarkdown } from '../bench/report.ts';
import { comeToRest, connectAndApprove, loadCrm, setStage, type Stage } from '../bench/support/stage.ts';
import { fuzz } from './fuzz.ts';
import type { Known } from './fuzz-routes.ts';
import { hostileTenant } from './hostile-tenant.ts';
import { overlappingInstalls } from './installs.ts';
import type { Part } from './part.ts';
import { ask } from './portals.ts';
import { sideBySide } from './side-by-side.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '7' },
    only: { type: 'string', default: 'fair,installs,odd' },
  },
});
const isAsked = (bench: string): boolean => values.only.split(',').includes(bench);
const size = values.quick
  ? { installs: 10, requests: 1_000, seconds: 5, rounds: 1 }
  : { installs: 50, requests: 10_000, seconds: 20, rounds: 9 };
const tell = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

async function run(): Promise<{ bench: string; part: Part }[]> {
  const erp = await odooKit.start({ customers: 1_500, invoices: 10_000, pace: 'measured' });
  const stage = await setStage({ hubspot: { latencyMs: 50, rateLimits: true } });
  try {
    await loadCrm(stage.world, erp);
    const connectionId = await connectAndApprove(stage, erp);
    await comeToRest(stage);
    await stage.world.call('/settings/connections/hint', { connectionId, answer: 'install', admin: erp.administrator });
    const hostile = await hostileTenant(stage);
    try {
      const parts: { bench: string; part: Part }[] = [];
      if (isAsked('fair')) {
        tell('a healthy portal beside a hostile one');
        parts.push({ bench: 'fair', part: await sideBySide(stage, { erp, hostile, tell, ...size }) });
      }
      if (isAsked('installs')) {
        tell(`${size.installs} installs at the same moment`);
        parts.push({ bench: 'installs', part: await overlappingInstalls(stage, size.installs) });
      }
      if (isAsked('odd')) {
        tell(`${size.requests} odd requests`);
        const known = { connectionId, erpUrl: 'http://127.0.0.1:9', ...(await someRecord(stage)) };
        parts.push({ bench: 'odd', part: await fuzz(stage, { known, count: size.requests, seed: Number(values.seed) }) });
      }
      return [...parts, { bench: 'after', part: await afterwards(stage) }];
    } finally {
      await hostile.close();
    }
  } finally {
    await stage.close();
    await erp.close();
  }
}

async function someRecord({ database: { db } }: Stage): Promise<Pick<Known, 'recordId' | 'invoiceId' | 'customerId'>> {
  const { rows } = await db.raw<{ rows: Pick<Known, 'recordId' | 'invoiceId' | 'customerId'>[] }>(
    `select l.record_id, l.customer_id, i.erp_id as invoice_id from links l
     join erp_invoices i on i.portal_id = l.portal_id and i.connection_id = l.connection_id and i.organisation_id = l.customer_id
     where l.object_type = 'companies' limit 1`,
  );
  return rows[0]!;
}

/** It is still the same process, it is ready, and it logged no bug. */
async function afterwards({ world, service }: Stage): Promise<Part> {
  const ready = await fetch(`http://127.0.0.1:${world.port}/ready`).catch(() => null);
  const overview = await ask(world, world.portal, '/settings/overview').catch(() => null);
  const errors = service
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":50') || line.includes('"level":"error"'));
  const faults = [
    ...(ready?.ok && overview?.ok ? [] : ['the service is not ready after all this']),
    ...errors.slice(0, 5).map((line) => `logged as an error: ${line.slice(0, 500)}`),
  ];
  const figure = { what: 'ERROR lines', measured: String(errors.length), target: '0', isMet: errors.length === 0 };
  return {
    figures: [{ ...figure, details: `ready ${ready?.status ?? 'no answer'}, overview ${overview?.status ?? 'no answer'}` }],
    faults,
  };
}

const parts = await run();
const faults = parts.flatMap(({ bench, part }) => part.faults.map((fault) => `${bench}: ${fault}`));
const results = parts.map(({ bench, part: { figures } }) => ({ bench, figures }));
process.stdout.write(`\n${toMarkdown(results, { machine: describeMachine(), erp: 'odoo', isQuick: values.quick })}\n`);
for (const fault of faults) process.stdout.write(`\nFAULT ${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
