import { Button, DescriptionList, DescriptionListItem, Flex, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { ConnectionView, OpenWork } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { MakeList } from './MakeList.tsx';

const FIGURES = ['inSync', 'waiting', 'toDecide', 'leftOut', 'failing'] as const;

const WHY_LEFT_OUT = ['notFound', 'inQuestion', 'byPeople', 'deleted'] as const;

/** Where each kind of open work is seen and decided. */
const TAB_OF = {
  customersWaiting: 'customers',
  customersUnderWay: 'customers',
  ordersWaiting: 'orders',
  ordersUnderWay: 'orders',
  trial: 'customers',
  stopped: 'customers',
  fields: 'customers',
  archivalsHeld: 'customers',
  archivalsPlanned: 'customers',
  catalog: 'products',
  matches: 'review',
} as const satisfies Record<OpenWork['kind'], string>;

/** Open work that stands on records of HubSpot and waits for people. */
const LISTED = {
  ...({ customersWaiting: 'customersWaiting', ordersWaiting: 'ordersWaiting', fields: 'fields' } as const),
  matches: 'matchesWithoutInvoices',
} as const;
const isListed = (kind: OpenWork['kind']): kind is keyof typeof LISTED => kind in LISTED;

interface Props {
  connection: ConnectionView;
  toTab: (tab: string) => void;
}

/** Five numbers, what is not done yet, and how fresh each kind of record is. */
export function Health({ connection: { id, name, status, health, streams }, toTab }: Props) {
  const { t, format } = useSettings();
  const { whyLeftOut, leftOutToDecide: listed } = health;
  return (
    <Flex direction="column" gap="md">
      <Statistics>
        {FIGURES.map((figure) => (
          <StatisticsItem key={figure} label={t(`health.${figure}`)} number={format.number(health[figure])}>
            {((figure !== 'failing' && figure !== 'toDecide') || health[figure] > 0) && (
              <Text variant="microcopy">
                {figure === 'waiting' && status === 'paused'
                  ? t('health.waiting.paused')
                  : t(`health.${figure}.text`, { count: health[figure] })}
              </Text>
            )}
            {figure === 'toDecide' && listed > 0 && (
              <Text variant="microcopy">{t('health.toDecide.apart', { tab: t('tab.review'), count: listed })}</Text>
            )}
            {figure === 'leftOut' &&
              WHY_LEFT_OUT.filter((why) => whyLeftOut[why] > 0).map((why) => (
                <Text key={why} variant="microcopy">
                  {t(`health.leftOut.${why}`, { count: whyLeftOut[why] })}
                </Text>
              ))}
            {figure === 'leftOut' && listed > 0 && (
              <Button size="xs" variant="transparent" onClick={() => toTab('review')} testId="left-out-to-review">
                {t('tab.review')}
              </Button>
            )}
          </StatisticsItem>
        ))}
      </Statistics>
      {health.failing > 0 && (
        <Flex direction="row" align="center" justify="between" gap="sm" wrap>
          <Text>{t('open.failing', { count: health.failing })}</Text>
          <MakeList of={{ about: 'failing', connectionId: id }} what={t('lists.what.failing', { connection: name })} id={`failing-${id}`} />
        </Flex>
      )}
      {health.open.map(({ kind, count, records = 0 }) => (
        <Flex key={kind} direction="row" align="center" justify="between" gap="sm" wrap>
          <Text>{kind === 'trial' && count === 0 ? t('open.trialOnly') : t(`open.${kind}`, { count, records })}</Text>
          <Flex direction="row" gap="sm" wrap>
            {isListed(kind) && (
              <MakeList of={{ about: LISTED[kind], connectionId: id }} what={t(`lists.what.${LISTED[kind]}`)} id={`${kind}-${id}`} />
            )}
            <Button size="xs" variant="transparent" onClick={() => toTab(TAB_OF[kind])} testId={`open-${kind}`}>
              {t(`tab.${TAB_OF[kind]}`)}
            </Button>
          </Flex>
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
