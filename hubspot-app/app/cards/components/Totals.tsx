import type { ReactNode } from 'react';
import { Accordion, AutoGrid, Box, Flex, ProgressBar, Statistics, StatisticsItem, StatisticsTrend, Text } from '@hubspot/ui-extensions';
import type { CurrencyTotals, RecordView } from '../api/types.ts';
import { isZero, needCents } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';

type LastPayment = Extract<RecordView, { state: 'linked' }>['lastPayment'];

/** What is owed, per currency, where something is overdue first: currencies are never added together, and nothing owed hides behind a tab. */
export function Totals({ totals, ...rest }: { totals: CurrencyTotals[] } & Pick<FiguresProps, 'lastPayment' | 'isOfDeal'>) {
  return (
    <Flex direction="column" gap="md">
      {totals.toSorted(byUrgency).map((one) => (
        <CurrencyFigures key={one.currency} totals={one} {...rest} isOnly={totals.length === 1} />
      ))}
    </Flex>
  );
}

/** What is overdue comes first, then what is open. */
export const byUrgency = (a: CurrencyTotals, b: CurrencyTotals): number => urgencyOf(b) - urgencyOf(a);
const urgencyOf = ({ overdue, open }: CurrencyTotals): number => (isZero(overdue) ? 0 : 2) + (isZero(open) ? 0 : 1);

interface FiguresProps {
  totals: CurrencyTotals;
  lastPayment: LastPayment;
  isOnly: boolean;
  /** Of the invoices of one deal: its customer may owe more. */
  isOfDeal: boolean;
}

function CurrencyFigures({ totals, lastPayment, isOnly, isOfDeal }: FiguresProps) {
  const { t, format } = useCard();
  const { currency, open, overdue, paid12Months, unappliedCredit, oldestOverdueDays } = totals;
  // One form for all that stands here.
  const withCents = needCents([open, overdue, paid12Months, unappliedCredit, ...Object.values(totals.ageing)]);
  const show = (amount: string) => format.money({ amount, currency }, { withCode: true, withCents });
  const last = lastPayment?.money.currency === currency ? lastPayment : null;
  const figures: Figure[] = [
    { label: t(isOfDeal ? 'total.open.deal' : 'total.open'), number: show(open) },
    {
      label: t(isOfDeal ? 'total.overdue.deal' : 'total.overdue'),
      number: show(overdue),
      more: isZero(overdue) ? (
        <Text variant="microcopy">{t(isOfDeal ? 'total.overdue.none.deal' : 'total.overdue.none')}</Text>
      ) : (
        <StatisticsTrend direction="increase" color="red" value={t('total.overdue.oldest', { count: oldestOverdueDays ?? 0 })} />
      ),
    },
    {
      label: t(isOfDeal ? 'total.paid.deal' : 'total.paid'),
      number: show(paid12Months),
      more: last && (
        <Text variant="microcopy">
          {t('total.paid.last', { amount: format.money(last.money, { withCode: true, withCents }), day: format.day(last.on) })}
        </Text>
      ),
    },
  ];
  if (!isZero(unappliedCredit))
    figures.push({
      label: t('total.credit'),
      number: show(unappliedCredit),
      more: <Text variant="microcopy">{t('total.credit.text')}</Text>,
    });
  return (
    <Flex direction="column" gap="md">
      <Tiles figures={figures} />
      {!isZero(open) &&
        (isOnly ? (
          <Ageing totals={totals} withCents={withCents} />
        ) : (
          <Accordion title={t('ageing.title.currency', { currency })} size="xs">
            <Ageing totals={totals} withCents={withCents} />
          </Accordion>
        ))}
    </Flex>
  );
}

interface Figure {
  label: string;
  number: string;
  more?: ReactNode;
}

const TILE_PADDING = 28;
const DIGIT_WIDTH = 12;

/** Two by two in the middle of a record, and never narrower than the longest number: one that breaks reads as another one. */
function Tiles({ figures }: { figures: Figure[] }) {
  const longest = Math.max(...figures.map(({ number }) => number.length));
  return (
    <AutoGrid columnWidth={TILE_PADDING + longest * DIGIT_WIDTH} flexible gap="sm">
      {figures.map(({ label, number, more }) => (
        <Statistics key={label}>
          <StatisticsItem label={label} number={number}>
            {more}
          </StatisticsItem>
        </Statistics>
      ))}
    </AutoGrid>
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
function Ageing({ totals: { ageing, open, currency }, withCents }: { totals: CurrencyTotals; withCents: boolean }) {
  const { t, format } = useCard();
  const shown = BUCKETS.filter(({ key }) => key === 'notDue' || !isZero(ageing[key]));
  return (
    <Flex direction="column" gap="xs">
      <Text variant="microcopy" format={{ fontWeight: 'demibold' }}>
        {t('ageing.title')}
      </Text>
      {shown.map(({ key, variant }) => (
        <Flex key={key} direction="row" align="center" gap="sm">
          <Box flex={2}>
            <Text variant="microcopy">{t(`ageing.${key}`)}</Text>
          </Box>
          <Box flex={2}>
            {/* Lengths need no exact cents, so here alone an amount becomes a number. */}
            <ProgressBar variant={variant} value={Number(ageing[key])} maxValue={Number(open)} aria-label={t(`ageing.${key}`)} />
          </Box>
          <Box flex={3}>
            <Flex justify="end">
              <Text variant="microcopy">{format.money({ amount: ageing[key], currency }, { withCode: true, withCents })}</Text>
            </Flex>
          </Box>
        </Flex>
      ))}
    </Flex>
  );
}
