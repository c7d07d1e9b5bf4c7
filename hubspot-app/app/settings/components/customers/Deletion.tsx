import { Flex, Heading, Select, Text } from '@hubspot/ui-extensions';
import type { DeletionPolicy } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { RulesPart } from './Creation.tsx';

const SIDES = ['whenDeletedInHubSpot', 'whenGoneInErp'] as const;
const POLICIES = ['keep', 'archive'] as const satisfies DeletionPolicy[];

/** What becomes of one side when the other deletes or archives. */
export function Deletion({ object, rules, change }: RulesPart) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t(`deletion.${object}`)}</Heading>
      <Text>{t('deletion.text')}</Text>
      {SIDES.map((side) => (
        <Select
          key={side}
          name={`${side}-${object}`}
          label={t(`deletion.${side}`)}
          description={t(`deletion.${side}.help`)}
          value={rules[side]}
          options={POLICIES.map((value) => ({ value, label: t(`deletion.${side}.${value}`) }))}
          onChange={(value) => change({ [side]: value as DeletionPolicy })}
        />
      ))}
    </Flex>
  );
}
