import { useState, type ReactNode } from 'react';
import { Accordion, Flex, Link, StatusTag, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { DealOrder, OrderAction } from '../../api/orders.ts';
import { needCents } from '../../common/format.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { dotted } from '../dotted.ts';
import { codeBeside } from '../product-name.ts';
import { ActionButton, type Act } from './Actions.tsx';
import { datesText, deliveryText, lineText, orderLook, shareLooks } from './deal-order.ts';

interface OrderProps {
  order: DealOrder;
  /** They stand above already, where there is one order. */
  hasSteps: boolean;
  untie: OrderAction | null;
  act: Act;
}

/** Number, state, total; the steps it took; the rest on demand. */
export function Order({ order, hasSteps, untie, act }: OrderProps) {
  const words = useCard();
  const { t, format } = words;
  const [isOpen, setOpen] = useState(false);
  const { text, ...look } = orderLook(order, words);
  const number = order.number ?? t('orders.noNumber');
  // Quoted and ordered are steps.
  const isSaid = !hasSteps && (order.status === 'quotation' || order.status === 'confirmed');
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text format={{ fontWeight: 'demibold' }}>
          {order.url ? <Link href={{ url: order.url, external: true }}>{number}</Link> : number}
        </Text>
        {!isSaid && (
          <StatusTag {...look} testId={`order-${order.id}`}>
            {text}
          </StatusTag>
        )}
        <Text>{t('order.total', { total: format.money(order.total, { withCode: true }) })}</Text>
      </Flex>
      <Text variant="microcopy">
        {dotted([datesText(order, words), t(`orders.how.${order.how}`)])}
        {order.quotation && <MadeOf quotation={order.quotation} />}
      </Text>
      {hasSteps && (
        <Flex direction="row" gap="sm" wrap>
          {shareLooks(order, words).map(({ text: step, ...stepLook }) => (
            <StatusTag key={step} {...stepLook}>
              {step}
            </StatusTag>
          ))}
        </Flex>
      )}
      <Accordion title={t('order.more')} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
        {isOpen && <Parts order={order} />}
      </Accordion>
      {untie?.action === 'untie' && (
        <Flex>
          <ActionButton action={untie} act={act} variant="secondary" />
        </Flex>
      )}
    </Flex>
  );
}

/** A quotation that became this order is no second document beside it. */
function MadeOf({ quotation: { number, url } }: { quotation: NonNullable<DealOrder['quotation']> }) {
  const { t } = useCard();
  const text = t('order.madeOf', { number: number ?? t('orders.noNumber') });
  return (
    <>
      {'\u00a0· '}
      {url ? <Link href={{ url, external: true }}>{text}</Link> : text}
    </>
  );
}

function Parts({ order: { lines, deliveries, invoices } }: { order: DealOrder }) {
  const words = useCard();
  const { t, format } = words;
  const withCents = needCents(lines.map(({ net }) => net.amount));
  return (
    <Table density="condensed" flush>
      <TableBody>
        {lines.map((line) => (
          <Part key={line.id} title={line.name} text={dotted([codeBeside(line.name, line.sku), lineText(line, words)])}>
            {t('order.quantity', {
              quantity: [format.decimal(line.quantity), line.unit].filter(Boolean).join(' '),
              net: format.money(line.net, { withCode: true, withCents }),
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
