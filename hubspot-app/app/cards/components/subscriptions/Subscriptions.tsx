import { useState, type ReactNode } from 'react';
import { Accordion, Alert, Flex, Heading, Link, StatusTag, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { RecordSubscriptions, SubscriptionView } from '../../api/subscriptions.ts';
import type { RecordView } from '../../api/types.ts';
import { needCents } from '../../common/format.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useSubscriptions } from '../../hooks/useSubscriptions.ts';
import { FailedLine, NotLoaded } from '../Failed.tsx';
import { amountText, daysText, isOver, periodText, subscriptionLook } from './subscription.ts';

/** What a deal sold, or a customer gets, by the period; loaded by itself, so that the invoices never wait for it. */
export function Subscriptions({ view }: { view: RecordView }) {
  const words = useCard();
  const { state, reload } = useSubscriptions(view);
  if (state.status === 'loading') return null;
  if (state.status === 'failed') {
    return (
      <Section count={1}>
        <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-subscriptions" />
      </Section>
    );
  }
  const { data, failure } = state;
  if (data.state === 'off') return null;
  const { subscriptions, unexpected, monthly } = data;
  // Most customers buy nothing by the period.
  if (subscriptions.length === 0 && unexpected.length === 0) return null;
  const isSum = subscriptions.filter(({ status }) => status === 'active').length > 1 && monthly.length > 0;
  const amounts = monthly.map((sum) => words.format.money(sum, { withCode: true })).join(' + ');
  return (
    <Section count={Math.max(1, subscriptions.length)}>
      {failure && <FailedLine failure={failure} />}
      {unexpected.map((one) => (
        <Unexpected key={one.number} order={one} />
      ))}
      {isSum && <Text variant="microcopy">{words.t('subscriptions.together', { amounts })}</Text>}
      {subscriptions.map((one) => (
        <Subscription key={`${one.connectionId} ${one.id}`} subscription={one} />
      ))}
    </Section>
  );
}

function Section({ count, children }: { count: number; children: ReactNode }) {
  const { t } = useCard();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('subscriptions.title', { count })}</Heading>
      {children}
    </Flex>
  );
}

type Order = Extract<RecordSubscriptions, { state: 'ready' }>['unexpected'][number];

/** Fewer, or more, than the order should have made. */
function Unexpected({ order }: { order: Order }) {
  const { t } = useCard();
  const { number, expected, found } = order;
  const isMore = found > expected;
  // Names have colons and full stops of their own.
  const names = order.names.map((name) => t('value.quoted', { value: name })).join('; ');
  const missing = found === 0 && expected === 1 ? 'subscriptions.missing' : 'subscriptions.missing.some';
  return (
    <Alert title={t(isMore ? 'subscriptions.twice' : missing, { number, expected, found })} variant="warning">
      {isMore ? t('subscriptions.twice.todo', { names, count: found - expected }) : t('subscriptions.missing.todo')}
    </Alert>
  );
}

/** Name and state, what it costs, what comes next; what is invoiced on demand. */
function Subscription({ subscription }: { subscription: SubscriptionView }) {
  const words = useCard();
  const { name, url, id, charges } = subscription;
  const [isOpen, setOpen] = useState(false);
  const { text, ...look } = subscriptionLook(subscription, words);
  const [amount, days] = [amountText(subscription, words), daysText(subscription, words)];
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text format={{ fontWeight: 'demibold' }}>{url ? <Link href={{ url, external: true }}>{name}</Link> : name}</Text>
        <StatusTag {...look} testId={`subscription-${id}`}>
          {text}
        </StatusTag>
      </Flex>
      {amount && <Text>{amount}</Text>}
      {days && <Text variant="microcopy">{days}</Text>}
      {charges.length > 0 && (
        <Accordion
          title={words.t(isOver(subscription) ? 'subscription.show.over' : 'subscription.show')}
          size="sm"
          open={isOpen}
          onClick={() => setOpen((before) => !before)}
        >
          {isOpen && <Charges subscription={subscription} />}
        </Accordion>
      )}
    </Flex>
  );
}

function Charges({ subscription: { charges } }: { subscription: SubscriptionView }) {
  const words = useCard();
  const withCents = needCents(charges.flatMap(({ amount }) => amount?.amount ?? []));
  return (
    <Table density="condensed" flush>
      <TableBody>
        {charges.map(({ name, amount, period }, index) => (
          <TableRow key={index}>
            <TableCell>
              <Text>{name}</Text>
              <Text variant="microcopy">{periodText(period, words) ?? '–'}</Text>
            </TableCell>
            <TableCell align="right">{amount ? words.format.money(amount, { withCode: true, withCents }) : '–'}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
