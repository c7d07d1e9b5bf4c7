import { AutoGrid, Button, DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { ConnectionView, OpenWork } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { asksWhichErp } from './Decisions.tsx';
import { Figures } from './Figures.tsx';
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
  creations: 'review',
} as const satisfies Record<OpenWork['kind'], string>;

/** Open work that stands on records of HubSpot and waits for people. */
const LISTED = {
  ...({ customersWaiting: 'customersWaiting', ordersWaiting: 'ordersWaiting', fields: 'fields', creations: 'creations' } as const),
  matches: 'matchesWithoutInvoices',
} as const;
const isListed = (kind: OpenWork['kind']): kind is keyof typeof LISTED => kind in LISTED;

interface Props {
  connection: ConnectionView;
  toTab: (tab: string) => void;
}

/** Five numbers, what is not done yet, and how fresh each kind of record is. */
export function Health({ connection, toTab }: Props) {
  const { t, format } = useSettings();
  const { id, name, status, health, streams } = connection;
  const waits = asksWhichErp(connection) ? 'health.waiting.answer' : 'health.waiting.paused';
  const textOf = (figure: (typeof FIGURES)[number]) => {
    if (figure === 'waiting' && status === 'paused') return t(waits);
    return (figure === 'failing' || figure === 'toDecide') && health[figure] === 0 ? null : t(`health.${figure}.text`);
  };
  const textOfWork = ({ kind, count, records = 0 }: OpenWork) =>
    kind === 'trial' && count === 0 ? t('open.trialOnly') : t(`open.${kind}`, { count, records: t('records.hubspot', { count: records }) });
  return (
    <Flex direction="column" gap="md">
      <Figures
        figures={FIGURES.map((figure) => ({
          label: t(`health.${figure}`),
          number: format.number(health[figure]),
          more: textOf(figure) && <Text variant="microcopy">{textOf(figure)}</Text>,
        }))}
      />
      <LeftOutLine health={health} toTab={toTab} />
      {health.open.map(({ kind, ...work }) => (
        <Line key={kind} text={textOfWork({ kind, ...work })}>
          {isListed(kind) && (
            <MakeList of={{ about: LISTED[kind], connectionId: id }} what={t(`lists.what.${LISTED[kind]}`)} id={`${kind}-${id}`} />
          )}
          <ToTab tab={TAB_OF[kind]} toTab={toTab} testId={`open-${kind}`} />
        </Line>
      ))}
      {health.failing > 0 && (
        <Line text={t('open.failing', { count: health.failing })}>
          <MakeList of={{ about: 'failing', connectionId: id }} what={t('lists.what.failing', { connection: name })} id={`failing-${id}`} />
        </Line>
      )}
      <Text variant="microcopy" format={{ fontWeight: 'demibold' }}>
        {t('health.freshness')}
      </Text>
      <DescriptionList direction="row">
        {streams.map(({ stream, completedAt, rowsRead }) => (
          <DescriptionListItem key={stream} label={t(`stream.${stream}`)}>
            <Text>
              {completedAt ? format.moment(completedAt) : t('health.never')}
              {'\u00a0· '}
              {t('progress.rows', { count: rowsRead })}
            </Text>
          </DescriptionListItem>
        ))}
      </DescriptionList>
    </Flex>
  );
}

/** Why customers have no record, and how many of them a person can decide on. */
function LeftOutLine({ health: { whyLeftOut, leftOutToDecide: listed }, toTab }: Pick<ConnectionView, 'health'> & Pick<Props, 'toTab'>) {
  const { t } = useSettings();
  const reasons = WHY_LEFT_OUT.filter((why) => whyLeftOut[why] > 0).map((why) => t(`health.leftOut.${why}`, { count: whyLeftOut[why] }));
  if (reasons.length === 0) return null;
  const apart = listed > 0 ? ` ${t('health.toDecide.apart', { tab: t('tab.review'), count: listed })}` : '';
  return (
    <Line text={`${t('health.leftOut.why', { reasons: reasons.join(', ') })}${apart}`}>
      {listed > 0 && <ToTab tab="review" toTab={toTab} testId="left-out-to-review" />}
    </Line>
  );
}

/** Half a wide page: on a narrow one there is room for one half only. */
const HALF = 360;

/** What there is, and what can be done about it: beside every line or below every line, however long they are. */
function Line({ text, children }: { text: string; children: ReactNode }) {
  return (
    <AutoGrid columnWidth={HALF} flexible gap="sm">
      <Text>{text}</Text>
      <Flex direction="row" align="center" gap="sm" wrap>
        {children}
      </Flex>
    </AutoGrid>
  );
}

interface ToTabProps extends Pick<Props, 'toTab'> {
  tab: 'review' | 'customers' | 'orders' | 'products';
  testId: string;
}

export function ToTab({ tab, toTab, testId }: ToTabProps) {
  const { t } = useSettings();
  return (
    <Button size="xs" variant="transparent" onClick={() => toTab(tab)} testId={testId}>
      {t('tab.to', { tab: t(`tab.${tab}`) })}
    </Button>
  );
}
