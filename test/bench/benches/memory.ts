import { atMost, inFigures, type Bench, type BenchContext } from '../bench.ts';
import { peakMemoryMb } from '../support/process-usage.ts';
import { comeToRest, connectAndApprove, loadCrm, setStage } from '../support/stage.ts';

/** Ten times the invoices may cost this much more memory, no more. */
const MOST_GROWTH = 1.3;

/** Peak memory of the service while an ERP is read for the first time and written to HubSpot. */
export const memory: Bench = {
  name: 'memory',
  async run(context) {
    const [small, large] = context.isQuick ? [500, 5_000] : [5_000, 50_000];
    const smallMb = await peakOf(context, small);
    const largeMb = await peakOf(context, large);
    const growth = largeMb / smallMb;
    return [
      {
        what: `peak memory at ${inFigures(large)} invoices, of that at ${inFigures(small)}`,
        measured: inFigures(growth),
        ...atMost(growth, MOST_GROWTH),
        details: `${inFigures(largeMb)} MB against ${inFigures(smallMb)} MB`,
      },
    ];
  },
};

async function peakOf({ erp: kit, tell }: BenchContext, invoices: number): Promise<number> {
  const erp = await kit.start({ customers: invoices / 10, invoices, pace: 'immediate' });
  const stage = await setStage({ hasRateLimits: false });
  try {
    await loadCrm(stage.world, erp);
    await connectAndApprove(stage, erp);
    await comeToRest(stage);
    const peak = peakMemoryMb(stage.service.pid);
    tell(`${inFigures(peak)} MB with ${inFigures(invoices)} invoices`);
    return peak;
  } finally {
    await stage.close();
    await erp.close();
  }
}
