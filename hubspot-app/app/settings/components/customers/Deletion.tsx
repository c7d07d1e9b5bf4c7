import { Flex, Heading, Select, Text } from '@hubspot/ui-extensions';
import type { DeletionPolicy } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { RulesPart } from './Creation.tsx';

const SIDES = ['whenDeletedInHubSpot', 'whenGoneInErp'] as const;
const POLICIES = ['keep', 'archive'] as const satisfies DeletionPolicy[];

/** What becomes of one side when the other deletes or archives. */
export function Deletion({ object, rules, change }: RulesPart) {
  const { t } = useSettings();
  // Only people are deleted for privacy.
  const helpOf = (side: (typeof SIDES)[number]): string =>
    [t(`deletion.${side}.help`), ...(side === 'whenDeletedInHubSpot' && object === 'contacts' ? [t('deletion.privacy')] : [])].join(' ');
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t(`deletion.${object}`)}</Heading>
      <Text>{t('deletion.text')}</Text>
      {SIDES.map((side) => (
        <Select
          key={side}
          name={`${side}-${object}`}
          label={t(`deletion.${side}`)}
          description={helpOf(side)}
          value={rules[side]}
          options={POLICIES.map((value) => ({ value, label: t(`deletion.${side}.${value}`) }))}
          onChange={(value) => change({ [side]: value as DeletionPolicy })}
        />
      ))}
    </Flex>
  );
}
