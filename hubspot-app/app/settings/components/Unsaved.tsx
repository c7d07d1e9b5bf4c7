import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { TabId } from '../hooks/tabs.ts';
import { useSettings } from '../hooks/useSettings.tsx';

interface Props {
  /** Those with changes that are not saved. */
  tabs: TabId[];
  selected: string;
  select: (tab: TabId) => void;
}

/** Above all tabs: where something is not saved, that only the page keeps it, and the way there. */
export function Unsaved({ tabs, selected, select }: Props) {
  const { t } = useSettings();
  const others = tabs.filter((tab) => tab !== selected);
  if (tabs.length === 0) return null;
  return (
    <Alert title={t('unsaved.title', { tabs: tabs.map((tab) => t(`tab.${tab}`)).join(', ') })} variant="warning">
      <Flex direction="column" gap="sm">
        <Text>{t('unsaved.text')}</Text>
        {others.length > 0 && (
          <Flex direction="row" gap="sm" wrap>
            {others.map((tab) => (
              <Button key={tab} size="xs" onClick={() => select(tab)} testId={`to-unsaved-${tab}`}>
                {t('tab.to', { tab: t(`tab.${tab}`) })}
              </Button>
            ))}
          </Flex>
        )}
      </Flex>
    </Alert>
  );
}
