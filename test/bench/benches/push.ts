import type { LoggedCall } from '../../fakes/hubspot/index.ts';
import { PORTAL_ID } from '../../support/world.ts';
import { atLeast, atMost, inFigures, seconds, type Bench, type Figure } from '../bench.ts';
import { writeDue } from '../support/enqueue-push.ts';
import { seedLinkedCompanies } from '../support/seed.ts';
import { comeToRestForGood, connectAndApprove, setStage, type Stage } from '../support/stage.ts';

/** HubSpot's limit for one app in one portal. */
const ALLOWED_PER_SECOND = 110 / 10;
const BATCH_SIZE = 100;
const CHANGED = 1_000;

/** Writing what is due on linked records, under HubSpot's own limit. */
export const push: Bench = {
  name: 'push',
  async run({ erp: kit, isQuick, tell }) {
    const records = isQuick ? 10_000 : 200_000;
    const erp = await kit.start({ customers: 5, invoices: 10, pace: 'immediate' });
    const stage = await setStage({ hubspot: { latencyMs: 100, rateLimits: true } });
    try {
      const connectionId = await connectAndApprove(stage, erp);
      await comeToRestForGood(stage);
      await seedLinkedCompanies(stage, { connectionId, records });
      tell(`${records} linked companies are there`);
      const all = await pushDue(stage);
      await stage.database.db.raw(CHANGE, { connectionId, changed: CHANGED });
      const changed = await pushDue(stage);
      return [rateFigure(all, records), callsFigure(changed)];
    } finally {
      await stage.close();
      await erp.close();
    }
  },
};

/** Every bill of these customers is paid, wherever they lie among the others. */
const CHANGE = `
  with paid as (
    update erp_invoices i set status = 'paid', open = 0, base_open = 0
    where i.connection_id = :connectionId and i.organisation_id in (
      select l.customer_id from links l where l.connection_id = :connectionId and l.customer_id like 'b%' order by md5(l.customer_id) limit :changed)
    returning i.connection_id, i.organisation_id
  )
  update targets t set due_revision = due_revision + 1, priority = 1, due_at = now()
  from paid join links l on l.connection_id = paid.connection_id and l.customer_id = paid.organisation_id
  where t.portal_id = l.portal_id and t.object_type = l.object_type and t.record_id = l.record_id`;

/** Starts the push job and returns the calls made until everything is written. */
async function pushDue(stage: Stage): Promise<LoggedCall[]> {
  stage.world.hubspot.forgetCalls();
  await writeDue(stage);
  return stage.world.hubspot.calls({ portalId: PORTAL_ID });
}

const isWrite = ({ path }: LoggedCall): boolean => path.endsWith('/batch/update');

/** Over the time from the first call to the last: what comes before and after is not HubSpot's limit. */
function rateFigure(calls: readonly LoggedCall[], records: number): Figure {
  const writes = calls.filter(isWrite);
  const ms = (writes.at(-1)?.at.getTime() ?? 0) - (writes[0]?.at.getTime() ?? 0);
  const allowed = (ALLOWED_PER_SECOND * ms) / 1000;
  const made = calls.filter(({ status }) => status !== 429).length;
  const refused = calls.length - made;
  const ratio = writes.length / allowed;
  return {
    what: `writes per second of HubSpot's limit, ${inFigures(records)} records`,
    measured: inFigures(ratio),
    ...atLeast(ratio, 0.95),
    details: `${writes.length} writes in ${seconds(ms)} where ${inFigures(allowed)} calls are allowed; ${made - writes.length} other calls, ${refused} refused (429)`,
  };
}

function callsFigure(calls: readonly LoggedCall[]): Figure {
  const writes = calls.filter(isWrite);
  const changed = writes.reduce((sum, { inputs }) => sum + inputs, 0);
  const least = Math.ceil(changed / BATCH_SIZE);
  const ratio = calls.length / least;
  return {
    what: `calls for ${inFigures(CHANGED)} changed records, of the fewest the batch size allows`,
    measured: inFigures(ratio),
    ...atMost(ratio, 1.1),
    details: `${writes.length} writes of ${inFigures(changed)} records and ${calls.length - writes.length} other calls; at least ${least}`,
  };
}
