import { Flex, Text, Toggle } from '@hubspot/ui-extensions';
import type { PortalDraft } from '../hooks/drafts.tsx';
import { useSettings } from '../hooks/useSettings.tsx';

const SETS = ['projects', 'subscriptions'] as const;

/** Properties beyond those that every account has room for: which are made, and what each set needs. */
export function PropertySets({ draft: { value, change } }: { draft: PortalDraft }) {
  const { t } = useSettings();
  const { propertySets } = value;
  return (
    <Flex direction="column" gap="md">
      <Text>{t('sets.text')}</Text>
      {SETS.map((set) => (
        <Flex key={set} direction="column" gap="xs">
          <Toggle
            name={`set-${set}`}
            size="sm"
            label={t(`sets.${set}`)}
            checked={propertySets.includes(set)}
            onChange={(isOn) => change({ propertySets: SETS.filter((one) => (one === set ? isOn : propertySets.includes(one))) })}
          />
          <Text variant="microcopy">{t(`sets.${set}.text`)}</Text>
        </Flex>
      ))}
    </Flex>
  );
}
