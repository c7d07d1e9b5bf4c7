import { DateInput, Flex, Input, Select, Text } from '@hubspot/ui-extensions';
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

/** One value of a field of the ERP; what there is to say of it stands below, so that the fields of a row begin on one line. */
export function ValueInput(props: Props) {
  const { t } = useSettings();
  const about = aboutOf(props.field);
  return (
    <Flex direction="column" gap="xs">
      <Entry {...props} />
      {about && <Text variant="microcopy">{t(about)}</Text>}
    </Flex>
  );
}

/** As its type asks. */
function Entry({ name, field, value, isMissing, change }: Props) {
  const { t } = useSettings();
  const common = {
    name,
    label: field.label,
    error: isMissing,
    ...(isMissing ? { validationMessage: t('customers.missing.here') } : {}),
  };
  const options = useOptions(field, value, isMissing);
  if (options) return <Select {...common} value={value} options={options} onChange={(to) => change(String(to))} />;
  if (field.type === 'date') {
    const day = toDayValue(value);
    return <DateInput {...common} {...(day ? { value: day } : {})} format="medium" onChange={(to) => change(fromDayValue(to))} />;
  }
  return <Input {...common} value={value} onInput={change} onChange={change} />;
}

function aboutOf({ role, options, isRequired, isForNewOnly }: ErpFieldView) {
  if (role === 'series' && !isRequired) return options?.length === 0 ? 'customers.series.missing' : 'customers.series.text';
  return isForNewOnly ? 'customers.forNewOnly' : null;
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
