import { useState } from 'react';
import { Alert, Button, EmptyState, Flex, LoadingSpinner, Tab, Tabs, Text, Tile } from '@hubspot/ui-extensions';
import type { SettingsOverview } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useEvery, useIsSlow } from '../common/timers.ts';
import { DraftsProvider, useUnsavedTabs } from '../hooks/drafts.tsx';
import { TABS, type TabId } from '../hooks/tabs.ts';
import { OnTab, SettingsProvider, useSettings, type SettingsHost } from '../hooks/useSettings.tsx';
import { Catalogs } from './Catalog.tsx';
import { Connect } from './Connect.tsx';
import { ConnectionOverview } from './ConnectionOverview.tsx';
import { ConnectionSettings } from './ConnectionSettings.tsx';
import { Customers } from './customers/Customers.tsx';
import { countQuestions } from './Decisions.tsx';
import { Uninstall } from './Disconnect.tsx';
import { Failed, NoticeAlert } from './Notices.tsx';
import { Orders } from './orders/Orders.tsx';
import { Problems } from './Problems.tsx';
import { Properties } from './Properties.tsx';
import { Recipes } from './Recipes.tsx';
import { Reviews } from './reviews/Reviews.tsx';
import { Rules } from './Rules.tsx';
import { Unsaved } from './Unsaved.tsx';

/** The settings page: connect, include, match, preview, approve, health — in this order, each step usable before the next. */
export function Settings({ host }: { host: SettingsHost }) {
  return (
    <SettingsProvider host={host}>
      <DraftsProvider>
        <Content />
      </DraftsProvider>
    </SettingsProvider>
  );
}

function Content() {
  const { api, t, refreshSeconds } = useSettings();
  const isSlow = useIsSlow();
  const { state, reload } = useLoaded(api.overview);
  useEvery(refreshSeconds, reload);
  if (state.status === 'loading') return isSlow ? <LoadingSpinner label={t('loading')} layout="centered" showLabel /> : null;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  if (!state.data.isAdministrator) return <Others administrators={state.data.administrators} />;
  return (
    <Flex direction="column" gap="md">
      {state.failure && <Alert title={t('stale.title')} variant="warning" />}
      {state.data.isPaused && <NoticeAlert notice={state.data.isPaused} variant="danger" />}
      {state.data.notices.map((notice) => (
        <NoticeAlert key={notice.code} notice={notice} variant="warning" />
      ))}
      <Administration overview={state.data} reload={reload} />
    </Flex>
  );
}

function Others({ administrators }: { administrators: string[] }) {
  const { t } = useSettings();
  return (
    <EmptyState title={t('others.title')} imageName="lock" layout="vertical">
      <Text>{t('others.text', { administrators: administrators.length > 0 ? administrators.join(', ') : t('others.unknown') })}</Text>
    </EmptyState>
  );
}

interface Props {
  overview: SettingsOverview;
  reload: () => Promise<unknown>;
}

function Administration({ overview, reload }: Props) {
  const { t } = useSettings();
  const [selected, setSelected] = useState<string>('overview');
  const select = (tab: string | number) => setSelected(String(tab));
  // Who is on another tab sees where a person is waited for.
  const counts: Partial<Record<TabId, number>> = {
    overview: overview.connections.reduce((sum, connection) => sum + countQuestions(connection), 0),
    review: Object.values(overview.toDecide).reduce((sum, count) => sum + count, 0),
  };
  const unsaved = useUnsavedTabs(overview.connections.map(({ id }) => id));
  const titleOf = (tab: TabId) => {
    const name = t(`tab.${tab}`);
    const title = counts[tab] ? t('tab.count', { tab: name, count: counts[tab] }) : name;
    return unsaved.includes(tab) ? t('unsaved.tab', { title }) : title;
  };
  if (overview.connections.length === 0) return <Connect systems={overview.systems} isFirst connected={() => void reload()} />;
  return (
    <Flex direction="column" gap="md">
      <Unsaved tabs={unsaved} selected={selected} select={select} />
      <Tabs selected={selected} onSelectedChange={select}>
        {TABS.map((tab) => (
          <Tab key={tab} tabId={tab} title={titleOf(tab)}>
            {/* Only the tab on the screen asks for its data. */}
            {selected === tab && (
              <OnTab tab={tab}>
                <TabContent tab={tab} overview={overview} reload={reload} select={select} />
              </OnTab>
            )}
          </Tab>
        ))}
      </Tabs>
    </Flex>
  );
}

function TabContent({ tab, overview, reload, select }: Props & { tab: TabId; select: (tab: string) => void }) {
  const changed = () => void reload();
  switch (tab) {
    case 'overview':
      return (
        <Flex direction="column" gap="md">
          {overview.connections.map((connection) => (
            <ConnectionOverview key={connection.id} connection={connection} overview={overview} changed={changed} toTab={select} />
          ))}
          <Tile>
            <Problems connections={overview.connections} />
          </Tile>
          <Tile>
            <Properties properties={overview.properties} changed={changed} />
          </Tile>
          {overview.connections.some(({ phase }) => phase === 'live') && (
            <Tile>
              <Recipes />
            </Tile>
          )}
        </Flex>
      );
    case 'review':
      return <Reviews toDecide={overview.toDecide} select={select} changed={reload} />;
    case 'customers':
      return <Customers overview={overview} changed={reload} />;
    case 'products':
      return <Catalogs connections={overview.connections} />;
    case 'orders':
      return <Orders />;
    case 'rules':
      return <Rules overview={overview} changed={reload} toTab={select} />;
    case 'connections':
      return <Connections overview={overview} reload={reload} />;
  }
}

function Connections({ overview, reload }: Props) {
  const { t } = useSettings();
  const [isAdding, setAdding] = useState(false);
  const connected = () => {
    setAdding(false);
    void reload();
  };
  return (
    <Flex direction="column" gap="md">
      {overview.connections.map((connection) => (
        <ConnectionSettings key={connection.id} connection={connection} changed={reload} />
      ))}
      {isAdding ? (
        <Connect systems={overview.systems} isFirst={false} connected={connected} />
      ) : (
        <Flex>
          <Button onClick={() => setAdding(true)} testId="add-connection">
            {t('connections.add')}
          </Button>
        </Flex>
      )}
      <Uninstall changed={reload} />
    </Flex>
  );
}
