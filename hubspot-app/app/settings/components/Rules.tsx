import { Flex, Text } from '@hubspot/ui-extensions';
import type { SettingsOverview } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { Amounts, Administrators } from './Visibility.tsx';
import { ToTab } from './Health.tsx';
import { Matching } from './Matching.tsx';
import { Part } from './Part.tsx';
import { PropertySets } from './PropertySets.tsx';
import { Times } from './Times.tsx';

/** Where rules stand that are not of the account as a whole. */
const ELSEWHERE = ['customers', 'products', 'orders'] as const;

interface Props {
  overview: SettingsOverview;
  changed: () => Promise<unknown>;
  toTab: (tab: string) => void;
}

/** The portal's rules: matching, workflows, who sees amounts, who may change settings. Each part is saved by itself. */
export function Rules({ overview, changed, toTab }: Props) {
  const { t } = useSettings();
  const { portal, taxIdProperties } = overview;
  return (
    <Flex direction="column" gap="md">
      <Text>{t('rules.text')}</Text>
      <Flex direction="row" gap="sm" wrap>
        {ELSEWHERE.map((tab) => (
          <ToTab key={tab} tab={tab} toTab={toTab} testId={`rules-to-${tab}`} />
        ))}
      </Flex>
      <Part title={t('rules.matching')} saved={portal} changed={changed} tab="rules" name="matching">
        {(draft) => <Matching draft={draft} choices={taxIdProperties} />}
      </Part>
      <Part title={t('rules.times')} saved={portal} changed={changed} tab="rules" name="times">
        {(draft) => <Times draft={draft} />}
      </Part>
      <Part title={t('rules.amounts')} saved={portal} changed={changed} tab="rules" name="amounts">
        {(draft) => <Amounts draft={draft} />}
      </Part>
      <Part title={t('sets.title')} saved={portal} changed={changed} tab="rules" name="sets">
        {(draft) => <PropertySets draft={draft} />}
      </Part>
      <Part title={t('rules.administrators')} saved={portal} changed={changed} tab="rules" name="administrators">
        {(draft) => <Administrators draft={draft} />}
      </Part>
    </Flex>
  );
}
