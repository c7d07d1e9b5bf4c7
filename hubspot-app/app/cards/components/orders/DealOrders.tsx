import { Flex, Heading, StatusTag, Text } from '@hubspot/ui-extensions';
import type { DealOrder, DealOrderState, DealOrders as Answer } from '../../api/orders.ts';
import type { RecordView } from '../../api/types.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { useOrders } from '../../hooks/useOrders.ts';
import type { RecordData } from '../../hooks/useRecord.ts';
import { FailedLine, NotLoaded } from '../Failed.tsx';
import { Actions, NEXT, OTHERS, useAct } from './Actions.tsx';
import { Commands, EarlierCommands } from './Commands.tsx';
import { CreateCustomer } from './CreateCustomer.tsx';
import { dealLook } from './deal-steps.ts';
import { Difference } from './Difference.tsx';
import { Order } from './Order.tsx';
import { ReadyToClose, type Creation } from './ReadyToClose.tsx';
import { Steps } from './Steps.tsx';
import { TieOrder } from './TieOrder.tsx';

type Ready = Extract<Answer, { state: 'ready' }>;

interface Props {
  view: RecordView;
  record: RecordData;
  /** Called when an order has come further. */
  moved: () => void;
}

/** What became of the deal in the ERP, and what can be done about it; loaded by itself, so that the invoices never wait for it. */
export function DealOrders({ view, record, moved }: Props) {
  const { t } = useCard();
  const { state, reload, stands } = useOrders(view, record, moved);
  if (state.status === 'loading') return null;
  if (state.status === 'failed') {
    return (
      <Flex direction="column" gap="sm">
        <Heading>{t('orders.title', { count: 1 })}</Heading>
        <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-orders" />
      </Flex>
    );
  }
  const { data, failure } = state;
  const hasNumber = view.state === 'linked' && Boolean(view.dealInvoices?.orderNumber);
  if (data.state === 'off') return null;
  // Without a number and without rules nothing was to be expected.
  if (data.deal === null && data.orders.length === 0 && !hasNumber) return null;
  return (
    <Flex direction="column" gap="sm">
      <Title data={data} />
      {failure && <FailedLine failure={failure} />}
      {data.deal && <FromLineToCash deal={data.deal} orders={data.orders} />}
      {data.deal && <MadeInErp deal={data.deal} orders={data.orders} />}
      {data.orders.length === 0 && hasNumber && <Text>{t('orders.none')}</Text>}
      <Doing data={data} reload={reload} record={record} stands={stands} />
    </Flex>
  );
}

function Title({ data: { deal, orders } }: { data: Ready }) {
  const words = useCard();
  const { text, ...look } = deal?.status ? dealLook(deal.status, words) : { text: null };
  return (
    <Flex direction="row" align="center" gap="sm" wrap>
      <Heading>{words.t('orders.title', { count: Math.max(1, orders.length) })}</Heading>
      {text !== null && (
        <StatusTag {...look} testId="deal-status">
          {text}
        </StatusTag>
      )}
    </Flex>
  );
}

/** Six empty steps tell nothing: before anything was asked, what the rules make of it is said instead. */
function FromLineToCash({ deal, orders }: { deal: DealOrderState; orders: DealOrder[] }) {
  const { t } = useCard();
  const { rule, isAutomatic, isOrderedBySignature, status, connectionName: name, steps } = deal;
  if (orders.length > 0 || steps.some(({ state }) => state !== 'open' && state !== 'none')) return <Steps steps={steps} />;
  if (status !== null) return null;
  const key = rule === null ? 'none' : isAutomatic ? rule : 'byHand';
  return (
    <>
      <Text variant="microcopy">{t(`rule.${key}`, { name })}</Text>
      {isOrderedBySignature && <Text variant="microcopy">{t('rule.signature', { name })}</Text>}
    </>
  );
}

/** Whoever looks for the button is told why there is none, as long as there is no order. */
function MadeInErp({ deal: { canOrder, connectionName: name }, orders }: { deal: DealOrderState; orders: DealOrder[] }) {
  const { t } = useCard();
  if (canOrder || orders.some(({ status }) => status === 'confirmed' || status === 'closed')) return null;
  return <Text variant="microcopy">{t('rule.onlyQuotations', { name })}</Text>;
}

interface DoingProps {
  data: Ready;
  reload: () => Promise<unknown>;
  record: RecordData;
  stands: string | null;
}

/** What was asked, what disagrees, the documents themselves, and what can be done now. */
function Doing({ data: { deal, orders }, reload, record, stands }: DoingProps) {
  const act = useAct(deal?.connectionName ?? '', reload);
  const actions = deal?.actions ?? [];
  const creations = actions.filter((action): action is Creation => 'isAgain' in action);
  return (
    <>
      {deal && <Commands deal={deal} />}
      {deal && actions.some(({ action }) => action === 'create_customer') && (
        <Flex>
          <CreateCustomer deal={deal} act={act} />
        </Flex>
      )}
      {deal && <Difference deal={deal} orders={orders} act={act} edits={record.edits} stands={stands} />}
      <Actions which={NEXT} actions={actions} orders={orders} act={act} />
      {deal && <EarlierCommands deal={deal} />}
      {orders.map((order) => (
        <Order
          key={`${order.connectionId} ${order.id}`}
          order={order}
          hasSteps={deal === null || orders.length > 1}
          untie={actions.find((action) => action.action === 'untie' && action.orderId === order.id) ?? null}
          act={act}
        />
      ))}
      {deal && creations.length > 0 && (
        <ReadyToClose deal={deal} creations={creations} act={act} edits={record.edits} stands={stands} reloadRecord={record.reload} />
      )}
      <Actions which={OTHERS} actions={actions} orders={orders} act={act} />
      {actions.some(({ action }) => action === 'tie') && <TieOrder act={act} />}
    </>
  );
}
