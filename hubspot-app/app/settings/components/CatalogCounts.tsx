import { Alert, DescriptionList, DescriptionListItem, Flex, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { CatalogView } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';

/** What is none is not named: a row of noughts hides the one figure that matters. */
const OTHERS = ['waiting', 'ambiguous', 'refused', 'notChosen', 'notSold', 'keptOut'] as const;

/** The products of the ERP by what becomes of them. */
export function CatalogCounts({ view }: { view: Exclude<CatalogView, { state: 'not_offered' }> }) {
  const { t, format } = useSettings();
  const { counts, rules, pricesWaiting, gaps } = view;
  const missing = rules.createMissing ? 'toCreate' : 'notMade';
  const others = OTHERS.filter((name) => counts[name] > 0);
  return (
    <Flex direction="column" gap="sm">
      {view.state === 'preview' && counts.waiting > 0 && <Alert title={t('preview.incomplete')} variant="info" />}
      <Statistics>
        <StatisticsItem label={t('catalog.count.total')} number={format.number(counts.total)} />
        <StatisticsItem label={t('catalog.count.inSync')} number={format.number(counts.inSync)}>
          <Text variant="microcopy">{t('catalog.count.inSync.text')}</Text>
        </StatisticsItem>
        <StatisticsItem label={t('catalog.count.toWrite')} number={format.number(counts.toWrite)}>
          <Text variant="microcopy">{t('catalog.count.toWrite.text')}</Text>
        </StatisticsItem>
        <StatisticsItem label={t(`catalog.count.${missing}`)} number={format.number(counts.toCreate)}>
          <Text variant="microcopy">{t(`catalog.count.${missing}.text`)}</Text>
        </StatisticsItem>
      </Statistics>
      {others.length > 0 && (
        <DescriptionList direction="row">
          {others.map((name) => (
            <DescriptionListItem key={name} label={t(`catalog.count.${name}`)}>
              <Text>{format.number(counts[name])}</Text>
            </DescriptionListItem>
          ))}
        </DescriptionList>
      )}
      {gaps.withoutSku > 0 && <Text variant="microcopy">{t('catalog.withoutSku', { count: gaps.withoutSku })}</Text>}
      {gaps.withoutPrice > 0 && <Text variant="microcopy">{t('catalog.withoutPrice', { count: gaps.withoutPrice })}</Text>}
      {pricesWaiting > 0 && <Text variant="microcopy">{t('catalog.pricesWaiting', { count: pricesWaiting })}</Text>}
    </Flex>
  );
}
