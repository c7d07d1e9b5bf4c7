import { useCallback, useState } from 'react';
import { Alert, EmptyState, Flex, Link, Text } from '@hubspot/ui-extensions';
import type { Notice, RecordView } from '../api/types.ts';
import { CardProvider, useCard, type CardHost } from '../hooks/useCard.tsx';
import { useRecord, type RecordData } from '../hooks/useRecord.ts';
import { Customers } from './Customers.tsx';
import { DealInvoices } from './DealInvoices.tsx';
import { DealLines } from './DealLines.tsx';
import { Failed, FailedLine } from './Failed.tsx';
import { Fields } from './Fields.tsx';
import { Freshness, Troubles } from './Freshness.tsx';
import { InvoiceList } from './InvoiceList.tsx';
import { NotLinked } from './NotLinked.tsx';
import { DealOrders } from './orders/DealOrders.tsx';
import { DealProjects } from './projects/DealProjects.tsx';
import { Subscriptions } from './subscriptions/Subscriptions.tsx';
import { haveCents, Totals } from './Totals.tsx';
import { NotAllowed, NotConnected, Preparing, Skeleton } from './Waiting.tsx';

/** The tab card: who this is in the ERP, what is owed, what happened last; every state has its picture. */
export function InvoiceTab({ host }: { host: CardHost }) {
  return (
    <CardProvider host={host}>
      <Content />
    </CardProvider>
  );
}

function Content() {
  const record = useRecord();
  const { state, reload } = record;
  if (state.status === 'loading') return <Skeleton />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  return (
    <Flex direction="column" gap="md">
      {state.failure && <FailedLine failure={state.failure} />}
      <View view={state.data} record={record} />
    </Flex>
  );
}

function View({ view, record }: { view: RecordView; record: RecordData }) {
  switch (view.state) {
    case 'not_connected':
      return <NotConnected view={view} />;
    case 'preparing':
      return <Preparing view={view} />;
    case 'not_allowed':
      return <NotAllowed view={view} />;
    case 'not_linked':
      return (
        <>
          <Troubles connections={view.connections} />
          <Notices notices={view.notices} />
          <NotLinked view={view} record={record} />
        </>
      );
    case 'linked':
      return <Linked view={view} record={record} />;
  }
}

function Linked({ view, record }: { view: Extract<RecordView, { state: 'linked' }>; record: RecordData }) {
  const { isDeal } = useCard();
  const [moves, setMoves] = useState(0);
  const moved = useCallback(() => setMoves((count) => count + 1), []);
  const changed = () => void record.reload();
  const { isEmpty } = view;
  return (
    <>
      {view.customers.length > 0 && (
        <Customers
          customers={view.customers}
          connections={view.connections}
          canDecide={view.canDecide && !isDeal}
          areCentsBelow={haveCents(view)}
          changed={changed}
        />
      )}
      <Freshness connections={view.connections} refresh={record.refresh} />
      <Properties view={view} />
      <Troubles connections={view.connections} />
      <Notices notices={view.notices} />
      <Totals totals={view.totals} lastPayment={view.lastPayment} isOfDeal={isDeal} />
      {isDeal && <DealOrders view={view} record={record} moved={moved} />}
      {isDeal && <DealProjects view={view} />}
      <Subscriptions view={view} />
      {isDeal ? <DealLines view={view} moves={moves} /> : <Fields view={view} record={record} />}
      {isEmpty && <NothingInvoiced view={view} />}
      {view.dealInvoices && (
        <DealInvoices dealInvoices={view.dealInvoices} orderProperty={view.orderProperty} isEmpty={isEmpty} changed={changed} />
      )}
      {!isEmpty && <InvoiceList view={view} changed={changed} />}
    </>
  );
}

/** What becomes of the record's properties; nothing where they say what the card says. */
function Properties({ view: { properties, propertyCurrency: currency } }: { view: Extract<RecordView, { state: 'linked' }> }) {
  const { t } = useCard();
  const sentences = [
    properties !== 'in_step' && t(`properties.${properties}`),
    currency && properties !== 'nothing' && t('properties.currency', { currency }),
  ].filter(Boolean);
  return sentences.length > 0 ? <Text variant="microcopy">{sentences.join(' ')}</Text> : null;
}

/** What stops something on this very record, said where people work. */
function Notices({ notices }: { notices: Notice[] }) {
  const { explain } = useCard();
  return (
    <>
      {notices.map((notice, index) => {
        const { what, todo } = explain(notice);
        return (
          <Alert key={index} title={what} variant="warning">
            {todo}
          </Alert>
        );
      })}
    </>
  );
}

/** Says since when we look; the next step is the customer in the ERP, or on a deal the list below: its customer may well have invoices. */
function NothingInvoiced({ view }: { view: Extract<RecordView, { state: 'linked' }> }) {
  const { t, format, isContact, isDeal } = useCard();
  const since = view.since && format.longDay(view.since);
  const customer = view.customers.find(({ url }) => url !== null);
  const title = since ? t('nothing.title.since', { since }) : t('nothing.title');
  const text = t(since ? 'nothing.text' : 'nothing.text.never');
  return (
    <EmptyState title={isDeal ? t('nothing.deal') : title} imageName="emptyStateCharts" layout="vertical" flush>
      {isDeal ? since && <Text>{t('nothing.deal.text', { since })}</Text> : <Text>{text}</Text>}
      {isContact && <Text>{t('nothing.contact')}</Text>}
      {customer?.url && (
        <Flex justify="center">
          <Link href={{ url: customer.url, external: true }}>{t('customer.open')}</Link>
        </Flex>
      )}
    </EmptyState>
  );
}
