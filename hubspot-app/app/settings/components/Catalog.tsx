import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Accordion, Alert, Button, Flex, Heading, LoadingSpinner, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import type { CatalogView } from '../api/catalog.ts';
import type { ConnectionView } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useEvery } from '../common/timers.ts';
import { useIsEdited } from '../hooks/drafts.tsx';
import { useSettings } from '../hooks/useSettings.tsx';
import { CatalogCounts } from './CatalogCounts.tsx';
import { CatalogDifferences } from './CatalogDifferences.tsx';
import { CatalogReviews } from './CatalogReviews.tsx';
import { CatalogRules } from './CatalogRules.tsx';
import { ApproveCatalog, StopCatalog } from './CatalogSwitches.tsx';
import { Failed, NoticeAlert } from './Notices.tsx';

type Offered = Exclude<CatalogView, { state: 'not_offered' }>;

/** The products of every connection that has some; where none has, that is said once. */
export function Catalogs({ connections }: { connections: ConnectionView[] }) {
  const { t } = useSettings();
  const [without, setWithout] = useState<string[]>([]);
  const tellNotOffered = useCallback((id: string) => setWithout((before) => [...before, id]), []);
  return (
    <Flex direction="column" gap="md">
      {connections.map((connection) => (
        <Catalog key={connection.id} connection={connection} isOnly={connections.length === 1} tellNotOffered={tellNotOffered} />
      ))}
      {connections.every(({ id }) => without.includes(id)) && <Text>{t('catalog.notOffered')}</Text>}
    </Flex>
  );
}

interface CatalogProps {
  connection: ConnectionView;
  isOnly: boolean;
  tellNotOffered: (connectionId: string) => void;
}

/** Products of one connection: off, being read, waiting for approval, or live. */
function Catalog({ connection: { id, name }, isOnly, tellNotOffered }: CatalogProps) {
  const { api, t, refreshSeconds } = useSettings();
  const load = useCallback(() => api.catalog(id), [api, id]);
  const { state, reload } = useLoaded(load);
  useEvery(refreshSeconds * 3, reload);
  const isNotOffered = state.status === 'ready' && state.data.state === 'not_offered';
  useEffect(() => {
    if (isNotOffered) tellNotOffered(id);
  }, [isNotOffered, id, tellNotOffered]);
  if (state.status === 'loading') return <LoadingSpinner label={t('catalog.loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  if (state.data.state === 'not_offered') return null;
  const { data: view, failure } = state;
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <Flex direction="row" align="center" justify="between" gap="sm" wrap>
          <Heading>{isOnly ? t('catalog.title') : t('catalog.titleOf', { name })}</Heading>
          <StatusTag variant={LOOK[view.state]} hollow={view.state === 'off'} testId={`catalog-${id}`}>
            {t(`catalog.state.${view.state}`)}
          </StatusTag>
        </Flex>
        {failure && <Alert title={t('stale.title')} variant="warning" />}
        <Text>
          {[t(`catalog.${view.state}.text`), view.state === 'live' && canLeaveOut(view) && t('catalog.live.leftOut')]
            .filter(Boolean)
            .join(' ')}
        </Text>
        {view.lacksPermission && <NoticeAlert notice={{ code: 'catalog.no_permission', params: {} }} />}
        {view.trouble && <NoticeAlert notice={view.trouble} />}
        {view.hubspotTrouble && <NoticeAlert notice={view.hubspotTrouble} />}
        {view.state === 'off' ? (
          <SetUp connectionId={id} view={view} changed={reload} />
        ) : (
          <Running connectionId={id} view={view} changed={reload} />
        )}
      </Flex>
    </Tile>
  );
}

/** There is something to choose by, or something is chosen. */
const canLeaveOut = ({ choices, rules }: Offered): boolean =>
  [rules.categoryIds, rules.tagIds, rules.companyIds].some((ids) => ids !== null) ||
  [choices?.categories, choices?.tags, choices?.companies].some((offered) => (offered?.length ?? 0) > 1);

const LOOK = { off: 'default', reading: 'info', preview: 'warning', live: 'success' } as const;

interface Props {
  connectionId: string;
  view: Offered;
  changed: () => Promise<unknown>;
}

function SetUp({ connectionId, view, changed }: Props) {
  const { t } = useSettings();
  const isEdited = useIsEdited({ tab: 'products', part: 'rules', connectionId });
  const [isOpen, setOpen] = useState(isEdited);
  if (isOpen) return <CatalogRules connectionId={connectionId} view={view} changed={changed} cancel={() => setOpen(false)} />;
  return (
    <Flex>
      <Button size="sm" variant="primary" disabled={view.lacksPermission} onClick={() => setOpen(true)} testId={`set-up-${connectionId}`}>
        {t('catalog.setUp')}
      </Button>
    </Flex>
  );
}

function Running({ connectionId, view, changed }: Props): ReactNode {
  const { t } = useSettings();
  const isEdited = useIsEdited({ tab: 'products', part: 'rules', connectionId });
  return (
    <>
      <CatalogCounts view={view} />
      {view.differences && <CatalogDifferences differences={view.differences} />}
      {view.counts.ambiguous > 0 && <CatalogReviews connectionId={connectionId} counts={view.counts} changed={changed} />}
      <Accordion title={t('catalog.rules')} size="sm" defaultOpen={isEdited}>
        <CatalogRules connectionId={connectionId} view={view} changed={changed} />
      </Accordion>
      <Flex direction="row" gap="sm" wrap>
        {view.state === 'preview' && <ApproveCatalog connectionId={connectionId} view={view} changed={changed} />}
        <StopCatalog connectionId={connectionId} isWriting={view.state === 'live'} changed={changed} />
      </Flex>
    </>
  );
}
