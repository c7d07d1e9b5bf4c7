import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchContext, Figure } from './bench.ts';
import { actions } from './benches/actions.ts';
import { afterSale } from './benches/after-sale.ts';
import { backfill } from './benches/backfill.ts';
import { cards } from './benches/cards.ts';
import { catalog } from './benches/catalog.ts';
import { customers } from './benches/customers.ts';
import { idle } from './benches/idle.ts';
import { latency } from './benches/latency.ts';
import { memory } from './benches/memory.ts';
import { orders, ordersQuiet } from './benches/orders.ts';
import { push } from './benches/push.ts';
import { subscriptions, subscriptionsQuiet } from './benches/subscriptions.ts';
import { webhooks } from './benches/webhooks.ts';
import { erpKits } from './erps/index.ts';
import { describeMachine, toMarkdown } from './report.ts';

const BENCHES: readonly Bench[] = [
  backfill,
  push,
  latency,
  cards,
  webhooks,
  actions,
  catalog,
  customers,
  orders,
  ordersQuiet,
  afterSale,
  subscriptions,
  subscriptionsQuiet,
  memory,
  idle,
];

const USAGE = `npm run bench -- [--only ${BENCHES.map(({ name }) => name).join(',')}] [--erp ${[...erpKits.keys()].join('|')}] [--quick] [--json FILE]`;

interface Asked {
  benches: readonly Bench[];
  erp: string;
  isQuick: boolean;
  json: string | undefined;
}

function readArguments(): Asked {
  const options = {
    only: { type: 'string' },
    erp: { type: 'string', default: 'odoo' },
    quick: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options: { ...options, json: { type: 'string' } } });
  const names = values.only?.split(',') ?? BENCHES.map(({ name }) => name);
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length > 0 || !erpKits.has(values.erp)) throw new Error(`Unknown: ${[...unknown, values.erp].join(', ')}`);
  return { benches: BENCHES.filter(({ name }) => names.includes(name)), erp: values.erp, isQuick: values.quick, json: values.json };
}

async function runAll({ benches, erp, isQuick }: Asked): Promise<{ bench: string; figures: Figure[] }[]> {
  const results = [];
  for (const bench of benches) {
    const tell = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${bench.name}: ${text}\n`);
    const context: BenchContext = { erp: erpKits.get(erp)!, isQuick, tell };
    tell('starting');
    const figures = await bench.run(context);
    for (const { what, measured, details } of figures) tell(`${what}: ${measured} (${details})`);
    results.push({ bench: bench.name, figures });
  }
  return results;
}

function asked(): Asked | null {
  try {
    return readArguments();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exitCode = 1;
    return null;
  }
}

// What is started many times is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

const wanted = asked();
if (wanted) {
  const results = await runAll(wanted);
  const machine = describeMachine();
  process.stdout.write(`\n${toMarkdown(results, { machine, erp: wanted.erp, isQuick: wanted.isQuick })}\n`);
  if (wanted.json)
    writeFileSync(wanted.json, `${JSON.stringify({ machine, erp: wanted.erp, isQuick: wanted.isQuick, results }, null, 2)}\n`);
}
