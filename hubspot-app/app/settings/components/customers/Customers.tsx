import { useCallback, useState } from 'react';
import { Accordion, Alert, Button, Flex, Heading, LoadingSpinner, Text, Tile } from '@hubspot/ui-extensions';
import type { ConnectionView, SettingsOverview } from '../../api/types.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useEvery } from '../../common/timers.ts';
import { useRulesDraft, type Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed, NoticeAlert } from '../Notices.tsx';
import { Happened } from './Happened.tsx';
import { isUnderWay, NextStep } from './NextStep.tsx';
import { Rules } from './Rules.tsx';
import { SaveRules } from './SaveRules.tsx';
import { StateTag, useStateSentence } from './State.tsx';
import { ToHubSpot } from './ToHubSpot.tsx';

interface Props {
  overview: SettingsOverview;
  changed: () => Promise<unknown>;
}

/** Customers, both ways: what is created in HubSpot; and of every connection what is created in the ERP, and which fields are kept in step. */
export function Customers({ overview, changed }: Props) {
  const { connections } = overview;
  return (
    <Flex direction="column" gap="md">
      <ToHubSpot overview={overview} changed={changed} />
      {connections.map((connection) => (
        <OfConnection key={connection.id} connection={connection} isOnly={connections.length === 1} changedAll={changed} />
      ))}
    </Flex>
  );
}

interface OfConnectionProps {
  connection: ConnectionView;
  isOnly: boolean;
  changedAll: () => Promise<unknown>;
}

function OfConnection({ connection, isOnly, changedAll }: OfConnectionProps) {
  const { id, name } = connection;
  const { api, t, refreshSeconds } = useSettings();
  const load = useCallback(() => api.customers(id), [api, id]);
  const { state, reload } = useLoaded(load);
  const isBusy = state.status === 'ready' && state.data.state !== 'not_offered' && isUnderWay(state.data);
  useEvery(isBusy ? refreshSeconds : refreshSeconds * 3, reload);
  if (state.status === 'loading') return <LoadingSpinner label={t('customers.loading')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const title = isOnly ? t('customers.title') : t('customers.titleOf', { name });
  return (
    <Tile>
      {state.data.state === 'not_offered' ? (
        <Flex direction="column" gap="sm">
          <Heading>{title}</Heading>
          <Text>{t('customers.notOffered', { name })}</Text>
        </Flex>
      ) : (
        <Content {...{ connection, title, changedAll }} view={state.data} isStale={state.failure !== null} changed={reload} />
      )}
    </Tile>
  );
}

interface ContentProps {
  connection: ConnectionView;
  changedAll: () => Promise<unknown>;
  title: string;
  view: Offered;
  isStale: boolean;
  changed: () => Promise<unknown>;
}

/** In the order in which it is set up; each step can be used before the next. */
function Content({ connection, changedAll, title, view, isStale, changed }: ContentProps) {
  const { id: connectionId, phase, status } = connection;
  const isConnectionLive = phase === 'live';
  const isConnectionPaused = status === 'paused';
  const { t } = useSettings();
  const draft = useRulesDraft(view, connectionId);
  // Folded, the rules of a live connection ask the ERP for no sample.
  const [isOpen, setOpen] = useState(view.state === 'off' || view.isDraft || draft.isChanged);
  const sentence = useStateSentence(view, connection);
  const isSaved = view.state === 'live' || view.isDraft;
  const isProposed = isSaved || (view.fields !== null && view.properties.companies.length > 0);
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" align="center" justify="between" gap="sm" wrap>
        <Heading>{title}</Heading>
        <StateTag view={view} connection={connection} />
      </Flex>
      {isStale && <Alert title={t('stale.title')} variant="warning" />}
      <Text>{sentence}</Text>
      {view.trouble && <NoticeAlert notice={view.trouble} />}
      {isProposed ? (
        <>
          <Accordion title={t('customers.rules')} size="sm" open={isOpen} onClick={() => setOpen((before) => !before)}>
            {isOpen && <Rules connectionId={connectionId} view={view} draft={draft} changed={changed} />}
          </Accordion>
          <SaveRules connectionId={connectionId} view={view} draft={draft} changed={changed} />
          <NextStep {...{ connectionId, isConnectionLive, isConnectionPaused, view, changed }} isChanged={draft.isChanged} />
        </>
      ) : (
        <Unproposed name={connection.name} again={changed} />
      )}
      <Happened {...{ connection, view, changed, changedAll }} />
    </Flex>
  );
}

/** A mapping that is proposed without knowing the fields of both sides would be an empty one. */
function Unproposed({ name, again }: { name: string; again: () => Promise<unknown> }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm" align="start">
      <Text>{t('customers.unproposed', { name })}</Text>
      <Button size="sm" onClick={() => void again()} testId="propose-again">
        {t('customers.unproposed.again')}
      </Button>
    </Flex>
  );
}
