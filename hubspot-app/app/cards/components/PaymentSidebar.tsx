import { Alert, Button, DescriptionList, DescriptionListItem, Flex, Link, LoadingSpinner, StatusTag, Text } from '@hubspot/ui-extensions';
import type { Connection, RecordView } from '../api/types.ts';
import { isZero, needCents } from '../common/format.ts';
import { useIsSlow } from '../common/timers.ts';
import { CardProvider, useCard, type CardHost } from '../hooks/useCard.tsx';
import { useRecord } from '../hooks/useRecord.ts';
import { AsOf } from './Freshness.tsx';
import { isNotYet } from './NotLinked.tsx';
import { useNames } from './Waiting.tsx';
import type { StatusLook } from './status.ts';
import { byUrgency } from './Totals.tsx';

/** The sidebar card: status, open and overdue, last payment, and where the rest is. */
export function PaymentSidebar({ host }: { host: CardHost }) {
  return (
    <CardProvider host={host}>
      <Content />
    </CardProvider>
  );
}

function Content() {
  const { t, explain } = useCard();
  const { state, reload } = useRecord();
  const isSlow = useIsSlow();
  if (state.status === 'loading') return isSlow ? <LoadingSpinner label={t('loading')} showLabel /> : null;
  if (state.status === 'failed') {
    const { what, todo } = explain(state.failure);
    return (
      <Flex direction="column" gap="sm">
        <Alert title={what} variant="danger">
          {todo}
        </Alert>
        <Flex>
          <Button size="xs" onClick={() => void reload()}>
            {t('retry')}
          </Button>
        </Flex>
        {state.failure.reference && <Text variant="microcopy">{t('failed.reference', { reference: state.failure.reference })}</Text>}
      </Flex>
    );
  }
  return <View view={state.data} />;
}

function View({ view }: { view: RecordView }) {
  const { t } = useCard();
  const names = useNames('administrators' in view ? view.administrators : []);
  switch (view.state) {
    case 'not_connected': {
      const kind = view.isPaused ? 'paused' : 'notConnected';
      return (
        <Small
          title={t(`${kind}.title`)}
          text={view.isAdministrator ? t(`${kind}.administrator`) : t(`${kind}.others`, { administrators: names })}
          isForSettings={view.isAdministrator}
        />
      );
    }
    case 'preparing':
      if (!view.needsApproval) return <Small title={t('preparing.title')} text={t('preparing.text', { rowsRead: view.rowsRead })} />;
      return (
        <Small
          title={t('preparing.approve.title')}
          text={t(view.isAdministrator ? 'preparing.approve.administrator' : 'preparing.approve.others')}
          isForSettings={view.isAdministrator}
        />
      );
    case 'not_allowed':
      return <Small title={t('notAllowed.title')} text={t('notAllowed.text', { administrators: names })} />;
    case 'not_linked':
      if (isNotYet(view)) return <Small title={t('notLinked.notYet')} text={t('sidebar.notYet')} />;
      return <Small title={t('sidebar.notLinked')} text={t('sidebar.decide')} />;
    case 'linked':
      return <Linked view={view} />;
  }
}

/** A sentence as title: a tag would not break at the width of a sidebar. */
function Small({ title, text, isForSettings = false }: { title: string; text: string; isForSettings?: boolean }) {
  const { t, settingsUrl } = useCard();
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'bold' }}>{title}</Text>
      <Text variant="microcopy">{text}</Text>
      {isForSettings && (
        <Flex>
          <Button size="xs" href={settingsUrl}>
            {t('notConnected.button')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

type LinkedView = Extract<RecordView, { state: 'linked' }>;

function Linked({ view }: { view: LinkedView }) {
  const { t, format } = useCard();
  const { text, ...look } = useOverall(view);
  const { lastPayment } = view;
  const shown = view.totals.flatMap(({ open, overdue }) => [open, overdue]);
  const how = { withCode: true, withCents: needCents(lastPayment ? [...shown, lastPayment.money.amount] : shown) };
  const amounts = (part: 'open' | 'overdue') =>
    view.totals
      .toSorted(byUrgency)
      .filter((totals) => view.totals.length === 1 || !isZero(totals[part]))
      .map((totals) => format.money({ amount: totals[part], currency: totals.currency }, how));
  const isOfDeal = Boolean(view.dealInvoices);
  const erpOf = (id: string) => (view.connections.length > 1 && view.connections.find((one) => one.id === id)?.name) || t('fields.theErp');
  return (
    <Flex direction="column" gap="sm">
      <StatusTag {...look} testId="overall">
        {text}
      </StatusTag>
      {view.totals.length > 0 && (
        <DescriptionList direction="column">
          <DescriptionListItem label={t(isOfDeal ? 'total.open.deal' : 'sidebar.open')}>
            <Amounts amounts={amounts('open')} none={t('sidebar.nothingOpen')} />
          </DescriptionListItem>
          <DescriptionListItem label={t(isOfDeal ? 'total.overdue.deal' : 'sidebar.overdue')}>
            <Amounts amounts={amounts('overdue')} none={t(isOfDeal ? 'total.overdue.none.deal' : 'total.overdue.none')} />
          </DescriptionListItem>
          <DescriptionListItem label={t('sidebar.lastPayment')}>
            <Text>
              {lastPayment ? `${format.money(lastPayment.money, how)}, ${format.day(lastPayment.on)}` : t('sidebar.lastPayment.none')}
            </Text>
          </DescriptionListItem>
        </DescriptionList>
      )}
      {view.connections.map((connection) => (
        <Flex key={connection.id} direction="column" gap="xs">
          <AsOf connection={connection} isOnly={view.connections.length === 1} />
          <Since connection={connection} />
        </Flex>
      ))}
      {view.customers.map(({ connectionId, id, name, url }) =>
        url ? (
          <Link key={`${connectionId} ${id}`} href={{ url, external: true }}>
            {t('sidebar.inErp', { name, erp: erpOf(connectionId) })}
          </Link>
        ) : null,
      )}
    </Flex>
  );
}

/** Why the figures are old, in words beside the colour. */
function Since({ connection: { name, trouble } }: { connection: Connection }) {
  const { t, since } = useCard();
  if (!trouble) return null;
  const facts = { name, since: since(trouble.since) };
  return <Text variant="microcopy">{t(trouble.isAdministratorNeeded ? 'trouble.paused' : 'trouble.unreachable', facts)}</Text>;
}

/** One currency a line: in a row they would break wherever the sidebar ends. */
function Amounts({ amounts, none }: { amounts: string[]; none: string }) {
  return (
    <Flex direction="column" gap="flush">
      {(amounts.length > 0 ? amounts : [none]).map((amount) => (
        <Text key={amount} format={{ fontWeight: 'bold' }}>
          {amount}
        </Text>
      ))}
    </Flex>
  );
}

/** Over all invoices, the worst first: overdue, open, nothing open. Drafts and cancelled ones alone make no totals. */
function useOverall({ totals }: LinkedView): StatusLook {
  const { t } = useCard();
  const days = Math.max(0, ...totals.map(({ oldestOverdueDays }) => oldestOverdueDays ?? 0));
  if (totals.some(({ overdue }) => !isZero(overdue))) return { variant: 'danger', text: t('sidebar.overdue.oldest', { count: days }) };
  if (totals.some(({ open }) => !isZero(open))) return { variant: 'info', text: t('status.open') };
  if (totals.length === 0) return { variant: 'default', hollow: true, text: t('sidebar.nothing') };
  return { variant: 'success', text: t('sidebar.nothingOpen') };
}
