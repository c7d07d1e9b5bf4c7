import { DateInput, Input, Select } from '@hubspot/ui-extensions';
import type { ErpFieldView } from '../../api/customers.ts';
import { fromDayValue, toDayValue } from '../../hooks/days.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

interface Props {
  name: string;
  field: ErpFieldView;
  value: string;
  isMissing: boolean;
  change: (value: string) => void;
}

/** One value of a field of the ERP, entered as its type asks. */
export function ValueInput({ name, field, value, isMissing, change }: Props) {
  const { t } = useSettings();
  const common = {
    name,
    label: field.label,
    error: isMissing,
    ...(isMissing ? { validationMessage: t('customers.missing.here') } : {}),
    ...descriptionOf(field, t),
  };
  const options = useOptions(field, value, isMissing);
  if (options) return <Select {...common} value={value} options={options} onChange={(to) => change(String(to))} />;
  if (field.type === 'date') {
    const day = toDayValue(value);
    return <DateInput {...common} {...(day ? { value: day } : {})} format="medium" onChange={(to) => change(fromDayValue(to))} />;
  }
  return <Input {...common} value={value} onInput={change} onChange={change} />;
}

function descriptionOf(
  { role, options, isRequired, isForNewOnly }: ErpFieldView,
  t: ReturnType<typeof useSettings>['t'],
): { description?: string } {
  if (role === 'series' && !isRequired)
    return { description: t(options?.length === 0 ? 'customers.series.missing' : 'customers.series.text') };
  return isForNewOnly ? { description: t('customers.forNewOnly') } : {};
}

/** What was chosen and is not offered now stays visible as it is. */
function useOptions({ type, role, options }: ErpFieldView, value: string, isMissing: boolean): { value: string; label: string }[] | null {
  const { t } = useSettings();
  const listed =
    type === 'boolean' ? (['true', 'false'] as const).map((one) => ({ value: one, label: t(`customers.value.${one}`) })) : options;
  if (!listed) return null;
  const unknown = value === '' || listed.some((one) => one.value === value) ? [] : [{ value, label: value }];
  const none = role === 'series' ? 'customers.series.none' : 'customers.defaults.none';
  return [{ value: '', label: t(isMissing ? 'customers.choose' : none) }, ...unknown, ...listed];
}
