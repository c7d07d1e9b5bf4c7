import { Flex, Heading, Text, Toggle } from '@hubspot/ui-extensions';
import type { CustomerObjectRules } from '../../api/customers.ts';
import type { CustomerObject, Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Conditions } from './Conditions.tsx';
import { Defaults } from './Defaults.tsx';

export interface RulesPart {
  object: CustomerObject;
  sides: Sides;
  rules: CustomerObjectRules;
  change: (patch: Partial<CustomerObjectRules>) => void;
}

const SWITCHES = {
  companies: ['mayCreateByHand', 'isOneWay'],
  contacts: ['makesContactPersons', 'makesConsumers', 'mayCreateByHand', 'isOneWay'],
} as const;

/** What makes an ERP customer of a HubSpot record, and what a new one gets. */
export function Creation(part: RulesPart) {
  const { t } = useSettings();
  const { object, rules, change } = part;
  return (
    <Flex direction="column" gap="md">
      <Heading>{t(`customers.create.${object}`)}</Heading>
      <Conditions {...part} />
      {SWITCHES[object].map((name) => (
        <Flex key={name} direction="column" gap="xs">
          <Toggle
            name={`customers-${object}-${name}`}
            size="sm"
            label={t(`customers.switch.${name}`)}
            checked={rules[name]}
            onChange={(isOn) => change({ [name]: isOn })}
          />
          <Text variant="microcopy">{t(`customers.switch.${name}.text`)}</Text>
        </Flex>
      ))}
      <Defaults {...part} />
    </Flex>
  );
}
