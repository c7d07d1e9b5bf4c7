import { Accordion, Flex, Link, List, Text } from '@hubspot/ui-extensions';
import type { CatalogDifferences as Differences } from '../api/catalog.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { propertyInWords } from '../i18n/properties.ts';

type Change = Differences['samples'][number]['changes'][number];

/** What the first write would change of products that HubSpot has: how many of each property, and some products to open. */
export function CatalogDifferences({ differences: { byProperty, samples } }: { differences: Differences }) {
  const { t, language, format } = useSettings();
  if (samples.length === 0) return null;
  const counts = byProperty.map(({ words, count }) => `${words.label[language]} ${format.number(count)}`);
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'bold' }}>{t('catalog.differences')}</Text>
      <Text variant="microcopy">{counts.join(' · ')}</Text>
      {samples.map(({ recordId, name, url, changes }) => (
        <Accordion key={recordId} title={t('catalog.differences.of', { name, count: changes.length })} size="xs">
          <Flex direction="column" gap="xs">
            <List>
              {changes.map((change) => (
                <Changed key={change.property} {...change} />
              ))}
            </List>
            <Link href={{ url, external: true }}>{t('catalog.differences.open')}</Link>
          </Flex>
        </Accordion>
      ))}
    </Flex>
  );
}

function Changed({ property: name, words, before, after }: Change) {
  const settings = useSettings();
  const { t } = settings;
  const inWords = (value: string) => (value === '' ? t('value.empty') : propertyInWords(settings, words, { name, value }).value);
  return <Text>{`${words.label[settings.language]}: ${inWords(before)} → ${inWords(after)}`}</Text>;
}
