import { AutoGrid, Flex, Select, Text, Toggle } from '@hubspot/ui-extensions';
import type { PortalSettings, PropertyChoice, SettingsOverview } from '../api/types.ts';
import { propertyLabel } from '../common/property-labels.ts';
import type { PortalDraft } from '../hooks/drafts.tsx';
import { useSettings } from '../hooks/useSettings.tsx';

const CARRY: PortalSettings['contactsCarry'][] = ['billing_contact', 'all_contacts', 'none'];
const OBJECTS = ['companies', 'contacts'] as const;

export function Matching({ draft: { value, change }, choices }: { draft: PortalDraft; choices: SettingsOverview['taxIdProperties'] }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="md">
      <Text>{t('rules.matching.text')}</Text>
      <AutoGrid columnWidth={260} flexible gap="md">
        {OBJECTS.map((object) => (
          <TaxIdProperty
            key={object}
            object={object}
            choices={choices[object]}
            value={value.taxIdProperty[object]}
            change={(name) => change({ taxIdProperty: { ...value.taxIdProperty, [object]: name } })}
          />
        ))}
      </AutoGrid>
      <Flex direction="column" gap="sm">
        <Toggle
          name="checksVies"
          size="sm"
          label={t('rules.vies')}
          checked={value.checksVies}
          onChange={(isOn) => change({ checksVies: isOn })}
        />
        <Text variant="microcopy">{t('rules.vies.text')}</Text>
      </Flex>
      <Select
        name="contactsCarry"
        label={t('rules.contactsCarry')}
        value={value.contactsCarry}
        options={CARRY.map((option) => ({ value: option, label: t(`rules.contactsCarry.${option}`) }))}
        onChange={(option) => change({ contactsCarry: option as PortalSettings['contactsCarry'] })}
      />
    </Flex>
  );
}

interface TaxIdProps {
  object: 'companies' | 'contacts';
  choices: PropertyChoice[];
  value: string | null;
  change: (name: string | null) => void;
}

function TaxIdProperty({ object, choices, value, change }: TaxIdProps) {
  const { t, language } = useSettings();
  const options = choices.map(({ name, label: own, isProposed }) => {
    const label = propertyLabel(name, own, language);
    return { value: name, label: isProposed ? t('rules.taxId.proposed', { label }) : label };
  });
  // A property that was chosen and is no longer offered stays visible as what it is.
  const kept =
    value !== null && !choices.some(({ name }) => name === value) ? [{ value, label: propertyLabel(value, undefined, language) }] : [];
  return (
    <Select
      name={`taxId-${object}`}
      label={t(`rules.taxId.${object}`)}
      value={value ?? ''}
      options={[{ value: '', label: t('rules.taxId.none') }, ...kept, ...options]}
      onChange={(name) => change(name === '' ? null : String(name))}
    />
  );
}
