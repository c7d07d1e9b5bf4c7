import type { CustomerRunGroup } from '../../api/customers.ts';

/** Whether it is there already under our key, whether the ERP has one like it, and the creation. */
const CALLS_A_CREATION = 3;
const UPDATES_A_HUBSPOT_CALL = 100;
/** On the slow side, for an ERP in the cloud: who plans an evening with it is done earlier. */
const ERP_SECONDS = 1;
const HUBSPOT_SECONDS = 1;

type Counted = Pick<CustomerRunGroup, 'kind' | 'count'>;

/** What writing these groups takes at most: groups count fields, and several of one customer go in one call. Null: nothing is written. */
export function estimateOf(groups: readonly Counted[]): { calls: number; minutes: number } | null {
  const countOf = (wanted: Counted['kind']): number => groups.reduce((sum, { kind, count }) => sum + (kind === wanted ? count : 0), 0);
  const erpCalls = countOf('create') * CALLS_A_CREATION + countOf('update_erp');
  const hubspotCalls = Math.ceil(countOf('update_hubspot') / UPDATES_A_HUBSPOT_CALL);
  const seconds = erpCalls * ERP_SECONDS + hubspotCalls * HUBSPOT_SECONDS;
  return seconds === 0 ? null : { calls: erpCalls + hubspotCalls, minutes: Math.ceil(seconds / 60) };
}
