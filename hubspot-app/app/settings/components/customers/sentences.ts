import type { CustomerRunGroup } from '../../api/customers.ts';
import type { Explained } from '../../common/explain.ts';
import type { CustomerObject, Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

/** `dry`: would happen. `done`: happened. */
export type Tense = 'dry' | 'done';

/** "12 companies", to be put into sentences. */
function useRecordCount(): (object: CustomerObject, count: number) => string {
  const { t } = useSettings();
  return (object, count) => t(`customers.count.${object}`, { count });
}

/** Each waits for a company of its own, so the reason of one says nothing about the others. */
export const isWaiting = (reason: CustomerRunGroup['reason']): boolean =>
  reason?.code === 'relation.company_unlinked' || reason?.code === 'relation.organisation_unlinked';

/** Why the records of a group wait, in words for all of them. */
export function useReason(): (reason: NonNullable<CustomerRunGroup['reason']>) => Explained {
  const { explain } = useSettings();
  return (reason) => {
    const ofMany = explain({ ...reason, code: `${reason.code}.of_many` });
    return ofMany.isKnown ? ofMany : explain(reason);
  };
}

/** What happens to the records of a group, with how many, of which field and by which rule. */
export function useGroupSentence(): (group: CustomerRunGroup, sides: Sides, tense: Tense) => string {
  const { t } = useSettings();
  const explain = useReason();
  const recordCount = useRecordCount();
  return ({ kind, objectType, count, property, field, rule, reason }, sides, tense) => {
    const facts = {
      count,
      records: recordCount(objectType, count),
      property: property === null ? '' : sides.labelOfProperty(property),
      field: field === null ? '' : sides.labelOfField(field),
      because: t(`customers.because.${becauseOf(kind, rule)}`),
      reason: reason ? explain(reason).what : '',
    };
    switch (kind) {
      case 'create':
      case 'link':
      case 'update_erp':
      case 'update_hubspot':
        return t(`customers.group.${kind}.${tense}`, facts);
      case 'incomplete':
        if (isWaiting(reason)) return t('customers.group.waits', facts);
        return t(reason ? 'customers.group.incomplete.because' : 'customers.group.incomplete', facts);
      case 'doubtful':
        return t('customers.group.doubtful', facts);
      case 'left_out':
        return t(reason ? 'customers.group.left_out.because' : 'customers.group.left_out', facts);
      case 'ask':
      case 'review':
      case 'in_step':
        return t(`customers.group.${kind}`, facts);
    }
  };
}

/** A rule that speaks for the other side did not decide: only one side had something new. */
function becauseOf(kind: CustomerRunGroup['kind'], rule: CustomerRunGroup['rule']) {
  if (rule === 'fill_if_empty' || rule === 'respelled') return rule;
  if (kind === 'update_erp') return rule === 'hubspot_wins' ? rule : 'hubspot_moved';
  return rule === 'erp_wins' ? rule : 'erp_moved';
}
