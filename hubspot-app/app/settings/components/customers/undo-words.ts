import type { CustomerRules, FieldChange, FieldMapping } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

const isLineOf =
  ({ property, field }: FieldChange) =>
  (line: FieldMapping): boolean =>
    line.property === property && line.field === field;

/** What the rule does next to a value that is put back, a sentence for each. `name`: of the ERP. */
export function useUndoSentences(live: CustomerRules | null, name: string): (change: FieldChange) => string[] {
  const { t } = useSettings();
  return (change) => {
    const { objectType, writtenTo, before, isFrozen } = change;
    const line = live?.[objectType].mapping.find(isLineOf(change));
    if (isFrozen === true) return [t('customers.change.undo.frozen')];
    if (!line) return [];
    if (line.rule === 'fill_if_empty' && before) return [t('undo.stays')];
    const [here, other] = writtenTo === 'erp' ? [name, 'HubSpot'] : ['HubSpot', name];
    const winner = writtenTo === 'erp' ? 'hubspot_wins' : 'erp_wins';
    return [
      t('undo.next', { rule: t(`customers.rule.${line.rule}`), direction: t(`customers.direction.${line.direction}`), other }),
      ...(line.direction !== 'both' && line.rule === winner ? [t('undo.next.corrected', { here, other })] : []),
      ...(isFrozen === false ? [t('undo.freeze')] : []),
    ];
  };
}
