import type { CustomersView } from '../../../hubspot-app/app/settings/api/customers.ts';
import { QUALIFIED } from './firms.ts';
import { until, type Stage } from './stage.ts';

const ALL_WRITES = { creates: true, updatesErp: true, updatesHubSpot: true };
const WITHIN_MS = 7_200_000;

/** The administrator's part; the page is not looked at meanwhile, which would be work of its own. */
export function createRulesAdministrator({ world: { call }, database: { db } }: Stage, connectionId: string) {
  const press = (path: string, body = {}) => call(`/settings/customers${path}`, { connectionId, ...body });
  const runIsDone = (kind: 'preview' | 'apply') => async (): Promise<boolean> =>
    (await db('customerRuns').where({ connectionId, kind, state: 'done' }).first('id')) !== undefined;
  return {
    /** The proposed mapping and one condition; ends with the dry run. */
    async dryRun(): Promise<void> {
      const view = await call<CustomersView>(`/settings/customers?connectionId=${connectionId}`);
      if (view.state === 'not_offered') throw new Error('The ERP cannot be written to');
      const companies = { ...view.rules.companies, createWhen: [QUALIFIED] };
      await press('', { rules: { ...view.rules, companies }, revision: view.revision });
      await press('/preview');
      await until('the dry run is done', runIsDone('preview'), WITHIN_MS);
    },
    /** Ends with the first few, which wait to be looked at. */
    async approve(): Promise<void> {
      const preview = await db('customerRuns')
        .where({ connectionId, kind: 'preview', state: 'done' })
        .orderBy('startedAt', 'desc')
        .first('id');
      await press('/approve', { writes: ALL_WRITES, previewId: (preview as { id: string }).id });
      await until('the rules are applied', runIsDone('apply'), WITHIN_MS);
    },
    confirm: () => press('/confirm'),
  };
}
