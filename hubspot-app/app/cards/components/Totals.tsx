import { Accordion, Box, Flex, ProgressBar, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CurrencyTotals, RecordView } from '../api/types.ts';
import { isZero, needCents } from '../common/format.ts';
import { useCard } from '../hooks/useCard.tsx';
import { Tiles } from './Tiles.tsx';

type Linked = Extract<RecordView, { state: 'linked' }>;

/** Whether a figure of the record has cents: then all of the card show theirs, its invoices too. */
export const haveCents = ({ totals, lastPayment }: Pick<Linked, 'totals' | 'lastPayment'>): boolean =>
  needCents([
    ...totals.flatMap(({ open, overdue, paid12Months, unappliedCredit, ageing }) => [
      ...[open, overdue, paid12Months, unappliedCredit],
      ...Object.values(ageing),
    ]),
    ...(lastPayment ? [lastPayment.money.amount] : []),
  ]);

/** What is owed, per currency, where something is overdue first: currencies are never added together, and nothing owed hides behind a tab. */
export function Totals({ totals, ...rest }: { totals: CurrencyTotals[] } & Pick<FiguresProps, 'lastPayment' | 'isOfDeal'>) {
  const withCents = haveCents({ totals, lastPayment: rest.lastPayment });
  return (
    <Flex direction="column" gap="md">
      {totals.toSorted(byUrgency).map((one) => (
        <CurrencyFigures key={one.currency} totals={one} {...rest} withCents={withCents} isOnly={totals.length === 1} />
      ))}
    </Flex>
  );
}

/** What is overdue comes first, then what is open. */
export const byUrgency = (a: CurrencyTotals, b: CurrencyTotals): number => urgencyOf(b) - urgencyOf(a);
const urgencyOf = ({ overdue, open }: CurrencyTotals): number => (isZero(overdue) ? 0 : 2) + (isZero(open) ? 0 : 1);

interface FiguresProps {
  totals: CurrencyTotals;
  lastPayment: Linked['lastPayment'];
  withCents: boolean;
  isOnly: boolean;
  /** Of the invoices of one deal: its customer may owe more. */
  isOfDeal: boolean;
}

function CurrencyFigures({ totals, lastPayment, withCents, isOnly, isOfDeal }: FiguresProps) {
  const { t, format } = useCard();
  const { currency, open, overdue, paid12Months, unappliedCredit, oldestOverdueDays } = totals;
  const show = (amount: string) => format.money({ amount, currency }, { withCode: true, withCents });
  const last = lastPayment?.money.currency === currency ? lastPayment : null;
  const owed = [
    { label: t(isOfDeal ? 'total.open.deal' : 'total.open'), number: show(open) },
    {
      label: t(isOfDeal ? 'total.overdue.deal' : 'total.overdue'),
      number: show(overdue),
      more: isZero(overdue) ? (
        <Text variant="microcopy">{t(isOfDeal ? 'total.overdue.none.deal' : 'total.overdue.none')}</Text>
      ) : (
        <Flex direction="row" align="center" gap="xs" wrap>
          <Text variant="microcopy">{t('total.overdue.oldest')}</Text>
          <StatusTag variant="danger">{t('total.overdue.late', { count: oldestOverdueDays ?? 0 })}</StatusTag>
        </Flex>
      ),
    },
  ];
  const settled = [
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
  const credit = {
    label: t('total.credit'),
    number: show(unappliedCredit),
    more: <Text variant="microcopy">{t('total.credit.text')}</Text>,
  };
  return (
    <Flex direction="column" gap="md">
      <Tiles pairs={[owed, isZero(unappliedCredit) ? settled : [...settled, credit]]} />
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
