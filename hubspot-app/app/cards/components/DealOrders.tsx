import { useCallback, useState, type ReactNode } from 'react';
import { Accordion, Flex, Heading, Link, StatusTag, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { DealOrder } from '../api/orders.ts';
import type { RecordView } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useEvery } from '../common/timers.ts';
import { useCard } from '../hooks/useCard.tsx';
import { useReloadWith } from '../hooks/useReloadWith.ts';
import { datesText, deliveryText, lineText, orderLook, stepLooks } from './deal-order.ts';
import { FailedLine, NotLoaded } from './Failed.tsx';

/** What became of the deal in the ERP; loaded by itself, so that the invoices never wait for it. */
export function DealOrders({ view }: { view: RecordView }) {
  const { api, t, refreshSeconds } = useCard();
  const load = useCallback(() => api.dealOrders(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  useEvery(refreshSeconds, reload);
  if (state.status === 'loading') return null;
  if (state.status === 'failed') {
    return (
      <Section count={1}>
        <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-orders" />
      </Section>
    );
  }
  const { data, failure } = state;
  const hasNumber = view.state === 'linked' && Boolean(view.dealInvoices?.orderNumber);
  // Without a number nothing was to be expected.
  if (data.state === 'off' || (data.orders.length === 0 && !hasNumber)) return null;
  return (
    <Section count={Math.max(1, data.orders.length)}>
      {failure && <FailedLine failure={failure} />}
      {data.orders.length === 0 && <Text>{t('orders.none')}</Text>}
      {data.orders.map((order) => (
        <Order key={`${order.connectionId} ${order.id}`} order={order} />
      ))}
    </Section>
  );
}

function Section({ count, children }: { count: number; children: ReactNode }) {
  const { t } = useCard();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('orders.title', { count })}</Heading>
      {children}
    </Flex>
  );
}

/** Number, state, total; the steps it took; the rest on demand. */
function Order({ order }: { order: DealOrder }) {
  const words = useCard();
  const { t, format } = words;
  const [isOpen, setOpen] = useState(false);
  const { text, ...look } = orderLook(order, words);
  const number = order.number ?? t('orders.noNumber');
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text format={{ fontWeight: 'demibold' }}>
          {order.url ? <Link href={{ url: order.url, external: true }}>{number}</Link> : number}
        </Text>
        <StatusTag {...look} testId={`order-${order.id}`}>
          {text}
        </StatusTag>
        <Text>{format.money(order.total, { withCode: true })}</Text>
      </Flex>
      <Text variant="microcopy">{datesText(order, words)}</Text>
      <Flex direction="row" gap="sm" wrap>
        {stepLooks(order, words).map(({ text: step, ...stepLook }) => (
          <StatusTag key={step} {...stepLook}>
            {step}
          </StatusTag>
        ))}
      </Flex>
      <Accordion title={t('order.more')} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
        {isOpen && <Parts order={order} />}
      </Accordion>
    </Flex>
  );
}

function Parts({ order: { lines, deliveries, invoices } }: { order: DealOrder }) {
  const words = useCard();
  const { t, format } = words;
  return (
    <Table density="condensed" flush>
      <TableBody>
        {lines.map((line) => (
          <Part key={line.id} title={[line.name, line.sku].filter(Boolean).join(' · ')} text={lineText(line, words)}>
            {t('order.quantity', {
              quantity: [format.decimal(line.quantity), line.unit].filter(Boolean).join(' '),
              net: format.money(line.net, { withCode: true }),
            })}
          </Part>
        ))}
        {deliveries.map((delivery) => (
          <Part key={delivery.id} title={delivery.number ?? ''} text={null}>
            {deliveryText(delivery, words)}
          </Part>
        ))}
        {invoices.map(({ id, number, status, issuedOn, url }) => (
          <Part key={id} title={number ?? t('invoice.noNumber')} url={url} text={null}>
            {[t(status === 'partially_paid' ? 'order.paid.partly' : `status.${status}`), issuedOn && format.day(issuedOn)]
              .filter(Boolean)
              .join(', ')}
          </Part>
        ))}
      </TableBody>
    </Table>
  );
}

interface PartProps {
  title: string;
  url?: string | null;
  text: string | null;
  children: ReactNode;
}

function Part({ title, url = null, text, children }: PartProps) {
  return (
    <TableRow>
      <TableCell>
        <Text>{url ? <Link href={{ url, external: true }}>{title}</Link> : title}</Text>
        {text && <Text variant="microcopy">{text}</Text>}
      </TableCell>
      <TableCell align="right">
        <Text>{children}</Text>
      </TableCell>
    </TableRow>
  );
}
