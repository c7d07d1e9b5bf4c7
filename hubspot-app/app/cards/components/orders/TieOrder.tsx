import { useCallback, useState } from 'react';
import { Accordion, Button, Flex, Link, LoadingSpinner, Table, TableBody, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { OrderCandidates } from '../../api/orders.ts';
import { needCents } from '../../common/format.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { dotted } from '../dotted.ts';
import { NotLoaded } from '../Failed.tsx';
import type { Act } from './Actions.tsx';
import { dayText } from './deal-order.ts';

/** An order that was made in the ERP itself belongs to the deal: a person says which. */
export function TieOrder({ act }: { act: Act }) {
  const { t } = useCard();
  const [isOpen, setOpen] = useState(false);
  return (
    <Accordion title={t('tieOrder.title')} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
      {isOpen && <Candidates act={act} />}
    </Accordion>
  );
}

function Candidates({ act }: { act: Act }) {
  const { t, api } = useCard();
  const load = useCallback(() => api.orderCandidates(), [api]);
  const { state, reload } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('tieOrder.loading')} showLabel />;
  if (state.status === 'failed') return <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-candidates" />;
  const { orders, lacks } = state.data;
  if (orders.length === 0) return <Text>{t(lacks ? `tie.lacks.${lacks}` : 'tieOrder.none')}</Text>;
  const withCents = needCents(orders.map(({ total }) => total.amount));
  return (
    <Flex direction="column" gap="xs">
      <Text variant="microcopy">{t('tieOrder.text')}</Text>
      <Table density="condensed" flush>
        <TableBody>
          {orders.map((order) => (
            <Candidate key={`${order.connectionId} ${order.orderId}`} {...{ order, withCents, act }} changed={reload} />
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

interface CandidateProps {
  order: OrderCandidates['orders'][number];
  withCents: boolean;
  act: Act;
  changed: () => Promise<unknown>;
}

function Candidate({ order, withCents, act, changed }: CandidateProps) {
  const { t, format, api } = useCard();
  const { connectionId, orderId, status, orderedAt, total, reference, url } = order;
  const number = order.number ?? t('orders.noNumber');
  const tie = async () => {
    await act.run(() => api.tieOrder({ connectionId, orderId }), t('tieOrder.done', { number }));
    await changed();
  };
  return (
    <TableRow>
      <TableCell>
        <Text>{url ? <Link href={{ url, external: true }}>{number}</Link> : number}</Text>
        <Flex direction="column" gap="xs" align="start">
          <Text variant="microcopy">{dotted([t(`order.${status}`), orderedAt && dayText(orderedAt, format), reference])}</Text>
          <Button size="xs" disabled={act.isRunning} onClick={() => void tie()} testId={`tie-order-${orderId}`}>
            {t('tie.do')}
          </Button>
        </Flex>
      </TableCell>
      <TableCell align="right">{format.money(total, { withCode: true, withCents })}</TableCell>
    </TableRow>
  );
}
