import type { CustomerRunGroup } from '../../api/customers.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';

/** Whether it is there already under our key, whether the ERP has one like it, and the creation. */
const CALLS_A_CREATION = 3;
const UPDATES_A_HUBSPOT_CALL = 100;
/** On the slow side, for an ERP in the cloud: who plans an evening with it is done earlier. */
const ERP_SECONDS = 1;
const HUBSPOT_SECONDS = 1;

interface Estimate {
  calls: number;
  minutes: number;
}

type Counted = Pick<CustomerRunGroup, 'kind' | 'count'>;

/** What writing these groups takes at most: groups count fields, and several of one customer go in one call. Null: nothing is written. */
export function estimateOf(groups: readonly Counted[]): Estimate | null {
  const countOf = (wanted: Counted['kind']): number => groups.reduce((sum, { kind, count }) => sum + (kind === wanted ? count : 0), 0);
  const erpCalls = countOf('create') * CALLS_A_CREATION + countOf('update_erp');
  const hubspotCalls = Math.ceil(countOf('update_hubspot') / UPDATES_A_HUBSPOT_CALL);
  const seconds = erpCalls * ERP_SECONDS + hubspotCalls * HUBSPOT_SECONDS;
  return seconds === 0 ? null : { calls: erpCalls + hubspotCalls, minutes: Math.ceil(seconds / 60) };
}

export const estimateInWords = ({ calls, minutes }: Estimate, t: Translate<Key>): { calls: string; minutes: string } => ({
  calls: t('estimate.calls', { count: calls }),
  minutes: t('estimate.minutes', { count: minutes }),
});
