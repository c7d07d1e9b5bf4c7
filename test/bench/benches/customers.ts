import { notMeasured, type Bench, type BenchContext } from '../bench.ts';
import type { BenchCustomers, BenchErp } from '../erps/index.ts';
import { checkAnswers, loadFirms } from '../support/customer-answers.ts';
import { createRulesAdministrator } from '../support/customer-rules.ts';
import { makeFirms } from '../support/firms.ts';
import { comeToRest, connectAndApprove, setStage, type Stage } from '../support/stage.ts';
import { createStepMeter, type Step } from '../support/step-meter.ts';
import { customerChanges } from './customer-changes.ts';
import { firstSyncFigures, type FirstSync } from './first-sync-figures.ts';

const WITHIN_MS = 7_200_000;

/** Two lists of customers that know nothing of each other become one; then what changes on either side reaches the other. */
export const customers: Bench = {
  name: 'customers',
  async run(context) {
    const erp = await context.erp.start({ customers: 5, invoices: 10, pace: 'measured' });
    const stage = await setStage({ hubspot: { latencyMs: 100, rateLimits: true } });
    try {
      if (!erp.customers) return notMeasured('customers of both sides', 'its double has no kit for customers');
      const books = { erp, customers: erp.customers };
      const { sync, ...inStep } = await syncFirst(context, stage, books);
      return [...firstSyncFigures(sync), ...(await customerChanges(context, stage, { ...books, ...inStep }))];
    } finally {
      await stage.close();
      await erp.close();
    }
  },
};

interface Books {
  erp: BenchErp;
  customers: BenchCustomers;
}

/** From connecting until both lists are one, with an administrator who approves without thinking. */
async function syncFirst({ isQuick, tell }: BenchContext, stage: Stage, { erp, customers: booked }: Books) {
  const { call, portal } = stage.world;
  portal.createProperty('companies', { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
  await call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null } });
  const size = isQuick ? 1_000 : 10_000;
  const { firms, newCompany } = makeFirms(size);
  const loaded = loadFirms(stage, booked, firms);
  const meter = createStepMeter(stage, erp);
  const steps: Record<string, Step> = {};
  const take = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const step = (steps[name] = await meter.measure(work));
    tell(`${name}: ${Math.round(step.ms)} ms, ${step.hubspot} HubSpot calls, ${step.erp} ERP calls`);
  };
  let connectionId = '';
  await take('reading and matching', async () => {
    connectionId = await connectAndApprove(stage, erp);
    await comeToRest(stage, WITHIN_MS);
  });
  const administrator = createRulesAdministrator(stage, connectionId);
  await take('dry run', () => administrator.dryRun());
  await take('rules applied', () => administrator.approve());
  await take('writing', async () => {
    await administrator.confirm();
    await comeToRest(stage, WITHIN_MS);
  });
  meter.stop();
  const answers = await checkAnswers(stage, booked, loaded);
  const sync: FirstSync = { size, pageSize: booked.pageSize, firms, steps, answers };
  return { sync, connectionId, linked: answers.rightLinks, newCompany };
}
