import { useCallback, useState } from 'react';
import { Button, Flex, Link, LoadingSpinner, SearchInput, Tag, Text, Tile, useDebounce } from '@hubspot/ui-extensions';
import type { Candidate, Connection } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { Failed } from './Failed.tsx';

interface ListProps {
  candidates: Candidate[];
  connections: Connection[];
  canDecide: boolean;
  /** Default: those that were not searched for. */
  canRefuse?: boolean;
  changed: () => void;
}

/** Who a record could be, and why each was found; where the person may, with the buttons to decide. */
export function Candidates({ candidates, connections, canDecide, canRefuse = true, changed }: ListProps) {
  return (
    <Flex direction="column" gap="sm">
      {candidates.map((candidate) => (
        <Tile key={`${candidate.connectionId} ${candidate.customerId}`} compact>
          <Flex direction="row" align="center" justify="between" gap="sm" wrap>
            <Who candidate={candidate} connections={connections} />
            {canDecide && <Decide candidate={candidate} canRefuse={canRefuse && candidate.reason !== 'search'} changed={changed} />}
          </Flex>
        </Tile>
      ))}
    </Flex>
  );
}

function Who({ candidate, connections }: { candidate: Candidate; connections: Connection[] }) {
  const { t } = useCard();
  const connection = connections.length > 1 ? connections.find(({ id }) => id === candidate.connectionId)?.name : null;
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'bold' }}>{candidate.name}</Text>
      <Text variant="microcopy">{[candidate.number, candidate.taxId, candidate.city, connection].filter(Boolean).join(' · ')}</Text>
      <Flex direction="row" gap="xs" wrap>
        {candidate.reason !== 'search' && <Tag variant="info">{t(`reason.${candidate.reason}`)}</Tag>}
      </Flex>
      {candidate.linkedTo && <LinkedTo record={candidate.linkedTo} />}
    </Flex>
  );
}

/** Linking takes it away from there, so it is named. */
function LinkedTo({ record: { recordId, name, url } }: { record: NonNullable<Candidate['linkedTo']> }) {
  const { t } = useCard();
  const words = name ?? t('notLinked.record', { recordId });
  return (
    <Text variant="microcopy">
      {t('notLinked.linkedTo')} {url ? <Link href={{ url, external: true }}>{words}</Link> : words}
      {t('notLinked.moves')}
    </Text>
  );
}

function Decide({ candidate, canRefuse, changed }: { candidate: Candidate; canRefuse: boolean; changed: () => void }) {
  const { t, api } = useCard();
  const { run, isRunning } = useAction();
  const { connectionId, customerId, name } = candidate;
  const decide = async (action: () => Promise<unknown>, success: string) => {
    if (await run(action, success)) changed();
  };
  return (
    <Flex direction="row" gap="sm">
      <Button
        size="sm"
        variant="secondary"
        disabled={isRunning}
        onClick={() => void decide(() => api.link({ connectionId, customerId }), t('notLinked.linked', { name }))}
        testId={`link-${customerId}`}
      >
        {t('notLinked.link')}
      </Button>
      {canRefuse && (
        <Button
          size="sm"
          variant="transparent"
          disabled={isRunning}
          onClick={() => void decide(() => api.refuse({ connectionId, customerId }), t('done'))}
          testId={`refuse-${customerId}`}
        >
          {t('customer.unlink')}
        </Button>
      )}
    </Flex>
  );
}

/** Any customer of the ERP, by what one knows of it. */
export function CustomerSearch({ connections, changed }: { connections: Connection[]; changed: () => void }) {
  const { t } = useCard();
  const [typed, setTyped] = useState('');
  const query = useDebounce(typed.trim());
  return (
    <Flex direction="column" gap="sm">
      <SearchInput
        name="customer"
        label={t('notLinked.search')}
        placeholder={t('notLinked.search.hint')}
        value={typed}
        onInput={setTyped}
        onChange={setTyped}
      />
      {query.length >= 2 && <Found query={query} connections={connections} changed={changed} />}
    </Flex>
  );
}

function Found({ query, connections, changed }: { query: string; connections: Connection[]; changed: () => void }) {
  const { t, api } = useCard();
  const load = useCallback(() => api.search(query), [api, query]);
  const { state, reload } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { candidates } = state.data;
  if (candidates.length === 0) return <Text>{t('notLinked.search.none', { query })}</Text>;
  return <Candidates candidates={candidates} connections={connections} canDecide changed={changed} />;
}
