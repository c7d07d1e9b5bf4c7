import type { Db } from '../../../server/db/index.ts';
import { atMost, notMeasured, seconds, type Bench, type BenchContext, type Figure } from '../bench.ts';
import type { BenchErp } from '../erps/index.ts';
import { comeToRest, connectAndApprove, loadCrm, setStage, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

const MOST_MS = 5_000;
/** The event property that every payment moves. */
const PROPERTY = 'erp_payment_received_at';
const GIVE_UP_MS = 180_000;
const CHANGE = 'payment committed → property written';
/** The first look at a hinted record. */
const SOON_MS = 1_000;

interface Arrival {
  /** From the commit on. */
  ms: number;
  /** From the hint to the commit. */
  leadMs: number;
}

/** An open invoice and the HubSpot company it belongs to; no two share a company. */
export interface Payable {
  invoiceId: string;
  recordId: string;
}

/** From the commit of a payment in the ERP to the property on HubSpot's record. */
export const latency: Bench = {
  name: 'latency',
  async run(context) {
    const { erp: kit, isQuick } = context;
    const erp = await kit.start({ customers: 400, invoices: 3_000, pace: 'measured' });
    const stage = await setStage({ hubspot: { latencyMs: 100, rateLimits: true } });
    try {
      await loadCrm(stage.world, erp);
      const connectionId = await connectAndApprove(stage, erp);
      await comeToRest(stage);
      const payables = await findPayables(stage.database.db);
      const figures: Figure[] = [];
      if (!isQuick)
        figures.push(pollingFigure((await payAll(stage, erp, payables.splice(0, 12), { everyMs: 17_000 })).map(({ ms }) => ms)));
      const hinted = erp.administrator
        ? [await withHints(context, stage, erp, { connectionId, payables })]
        : notMeasured(`${CHANGE}, with the hint`, 'it sends no hints');
      return [...figures, ...hinted];
    } finally {
      await stage.close();
      await erp.close();
    }
  },
};

async function withHints(
  { isQuick, tell }: BenchContext,
  stage: Stage,
  erp: BenchErp,
  { connectionId, payables }: { connectionId: string; payables: Payable[] },
): Promise<Figure> {
  await stage.world.call('/settings/connections/hint', { connectionId, answer: 'install', admin: erp.administrator });
  const chosen = payables.slice(0, isQuick ? 10 : 100);
  tell(`hints are installed, ${chosen.length} payments follow`);
  const all = await payAll(stage, erp, chosen, { everyMs: 600, commitDelayMs: (n) => (n * 137) % 900 });
  const times = all.filter(({ leadMs }) => leadMs <= SOON_MS).map(({ ms }) => ms);
  const p99 = percentile(times, 0.99);
  return {
    what: `${CHANGE}, p99 with the hint`,
    measured: seconds(p99),
    ...atMost(p99 / 1000, MOST_MS / 1000, ' s'),
    details: `p50 ${seconds(median(times))}, slowest ${seconds(Math.max(...times))}, ${times.length} payments committed within 1 s after the hint went out; ${all.length - times.length} later ones are left out`,
  };
}

function pollingFigure(times: readonly number[]): Figure {
  return {
    what: `${CHANGE}, by polling alone`,
    measured: `p50 ${seconds(median(times))}, p99 ${seconds(percentile(times, 0.99))}`,
    details: `${times.length} payments over 3 min; an ERP is asked every 60 s while it is busy, every 15 min after a quiet while, and whatever it stamped in the last seconds waits for the next time`,
  };
}

export async function findPayables(db: Db): Promise<Payable[]> {
  const { rows } = await db.raw<{ rows: Payable[] }>(
    `select distinct on (l.record_id) i.erp_id as invoice_id, l.record_id
     from erp_invoices i
     join links l on l.portal_id = i.portal_id and l.connection_id = i.connection_id and l.object_type = 'companies' and l.customer_id = i.organisation_id
     where i.status = 'open' and i.type = 'invoice' and i.customer_id = i.organisation_id and l.state = 'active'
     order by l.record_id, i.erp_id`,
  );
  return rows;
}

/** Pays one invoice after the other at a steady pace; returns how long each took to arrive. */
export async function payAll(
  { world }: Stage,
  erp: BenchErp,
  payables: readonly Payable[],
  { everyMs, commitDelayMs = () => 0 }: { everyMs: number; commitDelayMs?(n: number): number },
): Promise<Arrival[]> {
  const arrived = new Map<string, PromiseWithResolvers<number>>(
    payables.map(({ recordId }) => [recordId, Promise.withResolvers<number>()]),
  );
  const stopListening = world.portal.onPropertyChange(({ id, property, at }) => {
    if (property === PROPERTY) arrived.get(id)?.resolve(at.getTime());
  });
  const paid = payables.map(async ({ invoiceId, recordId }, n) => {
    await pause(n * everyMs);
    const { hintedAt, committedAt } = await erp.pay(invoiceId, { commitDelayMs: commitDelayMs(n) });
    const lost = pause(GIVE_UP_MS).then(() => Promise.reject(new Error(`The payment of ${invoiceId} never arrived`)));
    return { ms: (await Promise.race([arrived.get(recordId)!.promise, lost])) - committedAt, leadMs: committedAt - hintedAt };
  });
  const arrivals = await Promise.all(paid);
  stopListening();
  return arrivals;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
