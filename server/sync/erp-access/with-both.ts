import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { PuenteError } from '../../shared/errors.ts';
import { withErp, type ErpRun } from './erp-run.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** `withErp` for work that asks HubSpot as well: what fails there is no failure of the ERP, and neither delays nor pauses its connection. */
export async function withBoth(
  deps: IncomingDeps,
  scope: ConnectionScope,
  context: JobContext,
  work: (run: ErpRun) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  let failure: PuenteError | undefined;
  const outcome = await withErp(deps, scope, context, async (run) => {
    try {
      return await work(run);
    } catch (error) {
      if (!isOfHubSpot(error)) throw error;
      failure = error;
      return 'done';
    }
  });
  if (failure) throw failure;
  return outcome;
}

/** Connectors name their failures after their ERP, or `erp`. */
const isOfHubSpot = (error: unknown): error is PuenteError => error instanceof PuenteError && /^(hubspot|portal)\./.test(error.code);
