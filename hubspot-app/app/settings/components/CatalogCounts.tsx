import { DescriptionList, DescriptionListItem, Flex, ProgressBar, Text } from '@hubspot/ui-extensions';
import type { CatalogView } from '../api/catalog.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { Figures } from './Figures.tsx';

/** What is none is not named: a row of noughts hides the one figure that matters. */
const OTHERS = ['toComplete', 'waiting', 'ambiguous', 'refused', 'notChosen', 'notSold', 'keptOut'] as const;

/** The products of the ERP by what becomes of them. */
export function CatalogCounts({ view }: { view: Exclude<CatalogView, { state: 'not_offered' }> }) {
  const { t, format } = useSettings();
  const { state, counts, rules, pricesWaiting, gaps } = view;
  const linked = state === 'live' ? 'toCompare' : 'toChange';
  const others = OTHERS.filter((name) => counts[name] > 0);
  const looked = { done: counts.total - counts.waiting, total: counts.total };
  const figures = [
    { label: t('catalog.count.inSync'), text: t('catalog.count.inSync.text'), count: counts.inSync },
    { label: t(`catalog.count.${linked}`), text: t(`catalog.count.${linked}.text`), count: counts[linked] },
    rules.createMissing
      ? { label: t('catalog.count.toCreate'), text: t('catalog.count.toCreate.text'), count: counts.toCreate }
      : { label: t('catalog.count.notMade'), text: t('catalog.count.notMade.text'), count: counts.toCreate },
  ];
  return (
    <Flex direction="column" gap="sm">
      {state === 'preview' && counts.waiting > 0 && (
        <ProgressBar
          title={t('catalog.comparing')}
          aria-label={t('customers.ofTotal', looked)}
          value={looked.done}
          maxValue={Math.max(looked.total, 1)}
          valueDescription={t('customers.ofTotal', looked)}
        />
      )}
      <Figures
        figures={[
          { label: t('catalog.count.total'), number: format.number(counts.total) },
          ...figures.map(({ label, text, count }) => ({
            ...{ label, number: format.number(count) },
            more: <Text variant="microcopy">{text}</Text>,
          })),
        ]}
      />
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
