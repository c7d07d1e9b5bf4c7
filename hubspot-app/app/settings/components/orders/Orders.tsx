import { useState } from 'react';
import { Alert, Flex, Heading, LoadingSpinner, Text, Tile } from '@hubspot/ui-extensions';
import type { OrdersView, PipelineView } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useEvery } from '../../common/timers.ts';
import { inReadersWords } from '../../hooks/deal-words.ts';
import { useOrdersDraft } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed, NoticeAlert } from '../Notices.tsx';
import { OrderCommands } from './OrderCommands.tsx';
import { Pipeline } from './Pipeline.tsx';
import { SaveOrders } from './SaveOrders.tsx';

/** What deals become in the ERP: per pipeline and stage, with what, who agrees, and what came of it. */
export function Orders() {
  const { api, t, language, refreshSeconds } = useSettings();
  const { state, reload } = useLoaded(api.orders);
  useEvery(refreshSeconds * 3, reload);
  if (state.status === 'loading') return <LoadingSpinner label={t('orders.loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  if (state.data.connections.length === 0) return <Text>{t('orders.notOffered')}</Text>;
  return (
    <Flex direction="column" gap="md">
      {state.failure && <Alert title={t('stale.title')} variant="warning" />}
      <Rules view={inReadersWords(state.data, language)} changed={reload} />
      <OrderCommands counts={state.data.counts} connections={state.data.connections} changed={reload} />
    </Flex>
  );
}

interface Props {
  view: OrdersView;
  changed: () => Promise<unknown>;
}

function Rules({ view, changed }: Props) {
  const { t, format } = useSettings();
  const draft = useOrdersDraft(view);
  const { lastChange, connections, pipelines, notices } = view;
  const [opened, setOpened] = useState<string | null>(null);
  const unread = connections.filter(({ readsOrders }) => !readsOrders);
  const mute = connections.filter(({ sendsDocuments }) => !sendsDocuments);
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <Heading>{t('orders.title')}</Heading>
        <Text>{t('orders.intro')}</Text>
        {lastChange && (
          <Text variant="microcopy">
            {t('orders.lastChange', { person: lastChange.by ?? t('customers.somebody'), moment: format.moment(lastChange.at) })}
          </Text>
        )}
        {unread.length > 0 && (
          <Alert title={t('orders.unread', { names: unread.map(({ name }) => name).join(', ') })} variant="info">
            {t('orders.unread.text')}
          </Alert>
        )}
        {mute.length > 0 && <Text variant="microcopy">{t('orders.noDocuments', { names: mute.map(({ name }) => name).join(', ') })}</Text>}
        {notices.map((notice, index) => (
          <NoticeAlert key={index} notice={notice} />
        ))}
        {pipelines === null && (
          <Alert title={t('orders.noPipelines')} variant="warning">
            {t('orders.noPipelines.text')}
          </Alert>
        )}
        {pipelinesOf(view, draft.rules).map((pipeline) => (
          <Pipeline
            key={pipeline.id}
            pipeline={pipeline}
            view={view}
            draft={draft}
            changed={changed}
            isOpen={opened === pipeline.id}
            toggle={() => setOpened((before) => (before === pipeline.id ? null : pipeline.id))}
          />
        ))}
        <SaveOrders view={view} draft={draft} changed={changed} />
      </Flex>
    </Tile>
  );
}

/** Those of HubSpot, and those that rules speak of although HubSpot does not name them now, or any more. */
function pipelinesOf({ pipelines }: OrdersView, rules: OrdersView['rules']): (PipelineView & { isKnown: boolean })[] {
  const known = (pipelines ?? []).map((one) => ({ ...one, isKnown: true }));
  const unknown = rules.pipelines
    .filter(({ pipelineId }) => !known.some(({ id }) => id === pipelineId))
    .map(({ pipelineId }) => ({ id: pipelineId, label: pipelineId, stages: [], isKnown: false }));
  return [...known, ...unknown];
}
