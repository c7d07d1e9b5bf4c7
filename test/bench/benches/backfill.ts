import { atLeast, inFigures, seconds, type Bench, type BenchContext, type Figure } from '../bench.ts';
import type { ErpSize } from '../erps/index.ts';
import { runBareLoop, type BareTimes, type RecordedCall } from '../support/bare-loop.ts';
import { measureReading, type MeasuredReading } from '../support/measure-reading.ts';
import { recordCalls, type AnsweredCall } from '../support/record-calls.ts';
import { comeToRest, connectAndApprove, loadCrm, setStage } from '../support/stage.ts';

/** HubSpot took this long for a batch of 100 on a live account. */
const BATCH_MS = 100;
/** As many as the service has under way. */
const CONCURRENCY = 4;

/** First reading of an ERP until every property is written, beside a loop that only makes the calls. */
export const backfill: Bench = {
  name: 'backfill',
  async run(context) {
    const measured = await readBooks(context, { pace: 'measured', batchMs: BATCH_MS });
    // Nobody else is waited for: what is left is what Puente itself costs.
    const atOnce = await readBooks(context, { pace: 'immediate', batchMs: 0 });
    return [
      paceFigure('pace of a bare loop of the same calls', measured, 0.8),
      paceFigure('pace of a bare loop, doubles at once', atOnce, 0.5),
      ...trafficFigures(measured.reading),
    ];
  },
};

interface Backfill {
  reading: MeasuredReading;
  serviceMs: number;
  bare: BareTimes;
  calls: Record<'erp' | 'reads' | 'writes', number>;
}

async function readBooks(
  { erp: kit, isQuick, tell }: BenchContext,
  { pace, batchMs }: Pick<ErpSize, 'pace'> & { batchMs: number },
): Promise<Backfill> {
  const size = isQuick ? { customers: 200, invoices: 2_000 } : { customers: 2_000, invoices: 20_000 };
  const erp = await kit.start({ ...size, pace });
  const stage = await setStage({ hubspot: { latencyMs: batchMs }, hasRateLimits: false });
  const ofErp = recordCalls(String(erp.address.settings['url']));
  const ofHubSpot = recordCalls(stage.world.hubspot.url);
  try {
    await loadCrm(stage.world, erp);
    tell(`books are loaded, pace: ${pace}`);
    const reading = await measureReading(erp.address);
    const startedAt = performance.now();
    await connectAndApprove(stage, erp);
    const approvedAt = performance.now();
    tell(`approved after ${seconds(approvedAt - startedAt)}`);
    await comeToRest(stage);
    ofErp.stop();
    ofHubSpot.stop();
    const writes = ofHubSpot.calls.filter(isWrite);
    const lastWriteAt = writes.at(-1)?.at ?? 0;
    const isBetween = (from: number, to: number) => (call: AnsweredCall) => call.at >= from && call.at <= to;
    const erpCalls = ofErp.calls.filter(isBetween(startedAt, lastWriteAt));
    // What is read after the approval answers HubSpot's webhooks: nobody waits for it.
    const reads = ofHubSpot.calls.filter(isBetween(startedAt, approvedAt));
    const bare = await runBareLoop({ erp: erpCalls, reads, writes, concurrency: CONCURRENCY });
    const calls = { erp: erpCalls.length, reads: reads.length, writes: writes.length };
    return { reading, serviceMs: lastWriteAt + batchMs - startedAt, bare, calls };
  } finally {
    await stage.close();
    await erp.close();
  }
}

const isWrite = ({ method, url }: RecordedCall): boolean => method === 'POST' && /\/crm\/objects\/.*\/batch\/update$/.test(url);

function paceFigure(what: string, { serviceMs, bare, calls }: Backfill, target: number): Figure {
  const bareMs = bare.erpMs + bare.readsMs + bare.writesMs;
  const ratio = bareMs / serviceMs;
  return {
    what,
    measured: inFigures(ratio),
    ...atLeast(ratio, target),
    details: `${seconds(serviceMs)} against ${seconds(bareMs)}: ${calls.erp} ERP calls in ${seconds(bare.erpMs)}, ${calls.reads} HubSpot reads in ${seconds(bare.readsMs)}, ${calls.writes} writes in ${seconds(bare.writesMs)}`,
  };
}

/** What reading costs the ERP, counted at the double. */
function trafficFigures({ invoices, first, quiet }: MeasuredReading): Figure[] {
  const per = (amount: number): number => (amount * 1000) / invoices;
  return [
    {
      what: 'ERP calls and bytes per 1,000 invoices read',
      measured: `${inFigures(per(first.calls))} calls, ${inBytes(per(first.bytes))}`,
      details: `${first.calls} calls, ${inBytes(first.bytes)} for ${invoices} invoices with their lines, customers and payments`,
    },
    {
      what: 'ERP calls and bytes of a reading when nothing happened',
      measured: `${quiet.calls} calls, ${inBytes(quiet.bytes)}`,
      details: `per 1,000 invoices there: ${inFigures(per(quiet.calls))} calls, ${inBytes(per(quiet.bytes))}`,
    },
  ];
}

const inBytes = (bytes: number): string => (bytes >= 100_000 ? `${inFigures(bytes / 1e6)} MB` : `${inFigures(bytes / 1e3)} kB`);
