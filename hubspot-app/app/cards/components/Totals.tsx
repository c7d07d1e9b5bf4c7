import { Box, Flex, ProgressBar, Statistics, StatisticsItem, StatisticsTrend, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import type { CurrencyTotals, RecordView } from '../api/types.ts';
import { isZero } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';

type LastPayment = Extract<RecordView, { state: 'linked' }>['lastPayment'];

/** What is owed, per currency: currencies are never added together. */
export function Totals({ totals, lastPayment }: { totals: CurrencyTotals[]; lastPayment: LastPayment }) {
  const [only] = totals;
  if (!only) return null;
  if (totals.length === 1) return <CurrencyFigures totals={only} lastPayment={lastPayment} />;
  return (
    <Tabs defaultSelected={only.currency} variant="enclosed">
      {totals.map((one) => (
        <Tab key={one.currency} tabId={one.currency} title={one.currency}>
          <CurrencyFigures totals={one} lastPayment={lastPayment} />
        </Tab>
      ))}
    </Tabs>
  );
}

function CurrencyFigures({ totals, lastPayment }: { totals: CurrencyTotals; lastPayment: LastPayment }) {
  const { t, format } = useCard();
  const { currency, oldestOverdueDays } = totals;
  const show = (amount: string) => format.money({ amount, currency }, { withCode: true });
  const last = lastPayment?.money.currency === currency ? lastPayment : null;
  return (
    <Flex direction="column" gap="md">
      <Statistics>
        <StatisticsItem label={t('total.open')} number={show(totals.open)} />
        <StatisticsItem label={t('total.overdue')} number={show(totals.overdue)}>
          {isZero(totals.overdue) ? (
            <Text variant="microcopy">{t('total.overdue.none')}</Text>
          ) : (
            <StatisticsTrend direction="increase" color="red" value={t('total.overdue.oldest', { count: oldestOverdueDays ?? 0 })} />
          )}
        </StatisticsItem>
        <StatisticsItem label={t('total.paid')} number={show(totals.paid12Months)}>
          {last && <Text variant="microcopy">{t('total.paid.last', { amount: format.money(last.money), day: format.day(last.on) })}</Text>}
        </StatisticsItem>
        {!isZero(totals.unappliedCredit) && (
          <StatisticsItem label={t('total.credit')} number={show(totals.unappliedCredit)}>
            <Text variant="microcopy">{t('total.credit.text')}</Text>
          </StatisticsItem>
        )}
      </Statistics>
      {!isZero(totals.open) && <Ageing totals={totals} />}
    </Flex>
  );
}

const BUCKETS = [
  { key: 'notDue', variant: 'success' },
  { key: 'days1to30', variant: 'warning' },
  { key: 'days31to60', variant: 'warning' },
  { key: 'days61to90', variant: 'danger' },
  { key: 'over90', variant: 'danger' },
] as const;

/** A bar, its words and its amount per age; rows stay readable at any width, which a column chart does not. */
function Ageing({ totals: { ageing, open, currency } }: { totals: CurrencyTotals }) {
  const { t, format } = useCard();
  const shown = BUCKETS.filter(({ key }) => key === 'notDue' || !isZero(ageing[key]));
  return (
    <Flex direction="column" gap="xs">
      <Text variant="microcopy" format={{ fontWeight: 'demibold' }}>
        {t('ageing.title')}
      </Text>
      {shown.map(({ key, variant }) => (
        <Flex key={key} direction="row" align="center" gap="sm">
          <Box flex={3}>
            <Text variant="microcopy">{t(`ageing.${key}`)}</Text>
          </Box>
          <Box flex={5}>
            {/* Lengths need no exact cents, so here alone an amount becomes a number. */}
            <ProgressBar variant={variant} value={Number(ageing[key])} maxValue={Number(open)} aria-label={t(`ageing.${key}`)} />
          </Box>
          <Box flex={3}>
            <Flex justify="end">
              <Text variant="microcopy">{format.money({ amount: ageing[key], currency }, { withCode: true })}</Text>
            </Flex>
          </Box>
        </Flex>
      ))}
    </Flex>
  );
}
