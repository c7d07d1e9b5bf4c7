import { DateInput, Flex, Select } from '@hubspot/ui-extensions';
import type { ChangeFilter } from '../../api/field-changes.ts';
import { fromDayValue, startOfDay, toDayValue } from '../../hooks/days.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

interface ShownChanges {
  /** Empty: all days. */
  day: string;
  editedBy: ChangeFilter['editedBy'];
}

export const NO_FILTER: ShownChanges = { day: '', editedBy: null };
const EDITORS = ['user', 'import', 'workflow', 'integration', 'form'] as const;

export function filterOf({ day, editedBy }: ShownChanges, timeZone: string): ChangeFilter {
  if (day === '') return { from: null, until: null, editedBy };
  return { from: startOfDay(day, timeZone), until: startOfDay(dayAfter(day), timeZone), editedBy };
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

export function ChangeFilters({ shown, show }: { shown: ShownChanges; show: (filter: ShownChanges) => void }) {
  const { t } = useSettings();
  const value = toDayValue(shown.day);
  const editors = EDITORS.map((editor) => ({ label: t(`customers.editor.${editor}`), value: editor }));
  return (
    <Flex direction="row" gap="sm" align="end" wrap>
      <DateInput
        name="changes-day"
        label={t('customers.changes.day')}
        format="medium"
        {...(value ? { value } : {})}
        onChange={(to) => show({ ...shown, day: fromDayValue(to) })}
      />
      <Select
        name="changes-edited-by"
        label={t('customers.changes.editedBy')}
        value={shown.editedBy ?? ''}
        options={[{ label: t('customers.changes.everybody'), value: '' }, ...editors]}
        onChange={(to) => show({ ...shown, editedBy: EDITORS.find((editor) => editor === to) ?? null })}
      />
    </Flex>
  );
}
