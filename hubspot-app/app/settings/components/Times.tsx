import { Flex, NumberInput, Select } from '@hubspot/ui-extensions';
import type { PortalDraft } from '../hooks/drafts.tsx';
import { useSettings } from '../hooks/useSettings.tsx';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** What workflows depend on: when an invoice becomes overdue, how old a thing may be, how long a customer stays active. */
export function Times({ draft: { value, change } }: { draft: PortalDraft }) {
  const { t, format } = useSettings();
  return (
    <Flex direction="column" gap="md">
      <Select
        name="overdueHour"
        label={t('rules.overdueHour')}
        description={t('rules.overdueHour.help')}
        value={value.overdueHour}
        options={HOURS.map((hour) => ({ value: hour, label: format.hour(hour) }))}
        onChange={(hour) => change({ overdueHour: Number(hour) })}
      />
      <NumberInput
        name="eventMaxAgeHours"
        label={t('rules.eventMaxAgeHours')}
        min={1}
        max={720}
        precision={0}
        value={value.eventMaxAgeHours}
        onChange={(hours) => change({ eventMaxAgeHours: hours })}
      />
      <NumberInput
        name="activeMonths"
        label={t('rules.activeMonths')}
        min={1}
        max={120}
        precision={0}
        value={value.activeMonths}
        onChange={(months) => change({ activeMonths: months })}
      />
    </Flex>
  );
}
