import { Button, DescriptionList, DescriptionListItem, Flex, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { ConnectionView, OpenWork } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';

const FIGURES = ['inSync', 'waiting', 'toDecide', 'leftOut', 'failing'] as const;

/** Where each kind of open work is seen and decided. */
const TAB_OF = {
  customersWaiting: 'customers',
  customersUnderWay: 'customers',
  ordersWaiting: 'orders',
  ordersUnderWay: 'orders',
  trial: 'customers',
  fields: 'customers',
  archivalsHeld: 'customers',
  archivalsPlanned: 'customers',
  catalog: 'products',
  matches: 'review',
} as const satisfies Record<OpenWork['kind'], string>;

interface Props {
  connection: ConnectionView;
  toTab: (tab: string) => void;
}

/** Five numbers, what is not done yet, and how fresh each kind of record is. */
export function Health({ connection: { health, streams }, toTab }: Props) {
  const { t, format } = useSettings();
  return (
    <Flex direction="column" gap="md">
      <Statistics>
        {FIGURES.map((figure) => (
          <StatisticsItem key={figure} label={t(`health.${figure}`)} number={format.number(health[figure])}>
            {((figure !== 'failing' && figure !== 'toDecide') || health[figure] > 0) && (
              <Text variant="microcopy">{t(`health.${figure}.text`)}</Text>
            )}
            {figure === 'leftOut' && health.leftOut > 0 && (
              <Button size="xs" variant="transparent" onClick={() => toTab('review')} testId="left-out-to-review">
                {t('tab.review')}
              </Button>
            )}
          </StatisticsItem>
        ))}
      </Statistics>
      {health.open.map(({ kind, count }) => (
        <Flex key={kind} direction="row" align="center" justify="between" gap="sm" wrap>
          <Text>{kind === 'trial' && count === 0 ? t('open.trialOnly') : t(`open.${kind}`, { count })}</Text>
          <Button size="xs" variant="transparent" onClick={() => toTab(TAB_OF[kind])} testId={`open-${kind}`}>
            {t(`tab.${TAB_OF[kind]}`)}
          </Button>
        </Flex>
      ))}
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
