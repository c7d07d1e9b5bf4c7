import { Button, DescriptionList, DescriptionListItem, Flex, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { ConnectionView } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';

const FIGURES = ['inSync', 'waiting', 'leftOut', 'failing'] as const;

/** Four numbers, and how fresh each kind of record is. */
export function Health({ connection: { health, streams }, toReview }: { connection: ConnectionView; toReview: () => void }) {
  const { t, format } = useSettings();
  return (
    <Flex direction="column" gap="md">
      <Statistics>
        {FIGURES.map((figure) => (
          <StatisticsItem key={figure} label={t(`health.${figure}`)} number={format.number(health[figure])}>
            {(figure !== 'failing' || health.failing > 0) && <Text variant="microcopy">{t(`health.${figure}.text`)}</Text>}
            {figure === 'leftOut' && health.leftOut > 0 && (
              <Button size="xs" variant="transparent" onClick={toReview} testId="left-out-to-review">
                {t('tab.review')}
              </Button>
            )}
          </StatisticsItem>
        ))}
      </Statistics>
      <Text variant="microcopy" format={{ fontWeight: 'demibold' }}>
        {t('health.freshness')}
      </Text>
      <DescriptionList direction="row">
        {streams.map(({ stream, completedAt, rowsRead }) => (
          <DescriptionListItem key={stream} label={t(`stream.${stream}`)}>
            <Text>
              {completedAt ? format.moment(completedAt) : t('health.never')} · {t('progress.rows', { count: rowsRead })}
            </Text>
          </DescriptionListItem>
        ))}
      </DescriptionList>
    </Flex>
  );
}
