import { useCallback, useState } from 'react';
import { Button, Flex, Link, LoadingSpinner, SearchInput, Tag, Text, Tile, useDebounce } from '@hubspot/ui-extensions';
import type { Candidate, Connection } from '../api/types.ts';
import { useLoaded } from '../common/loaded.ts';
import { taxIdKind } from '../common/tax-id-forms.ts';
import { capitalised } from '../common/translate.ts';
import { useAction } from '../hooks/useAction.ts';
import { useCard } from '../hooks/useCard.tsx';
import { Confirmed } from './Confirmed.tsx';
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
  if (candidates.length === 0) return null;
  return (
    <Flex direction="column" gap="sm">
      {candidates.map((candidate) => (
        <Tile key={`${candidate.connectionId} ${candidate.customerId}`} compact>
          <Flex direction="row" align="center" justify="between" gap="sm" wrap>
            <Who candidate={candidate} connections={connections} canDecide={canDecide} />
            {canDecide && <Decide candidate={candidate} canRefuse={canRefuse && candidate.reason !== 'search'} changed={changed} />}
          </Flex>
        </Tile>
      ))}
    </Flex>
  );
}

function Who({ candidate, connections, canDecide }: Pick<ListProps, 'connections' | 'canDecide'> & { candidate: Candidate }) {
  const { t, language } = useCard();
  const kind = taxIdKind(candidate.taxId, language);
  const taxId = candidate.taxId && t('customer.taxId', { kind: capitalised(kind), taxId: candidate.taxId });
  const connection = connections.length > 1 ? connections.find(({ id }) => id === candidate.connectionId)?.name : null;
  return (
    <Flex direction="column" gap="xs">
      <Text format={{ fontWeight: 'bold' }}>{candidate.name}</Text>
      <Text variant="microcopy">{[candidate.number, taxId, candidate.city, connection].filter(Boolean).join(' · ')}</Text>
      <Flex direction="row" gap="xs" wrap>
        {candidate.reason !== 'search' && <Tag variant="info">{t(`reason.${candidate.reason}`, { kind })}</Tag>}
      </Flex>
      {candidate.linkedTo && <LinkedTo record={candidate.linkedTo} canDecide={canDecide} />}
    </Flex>
  );
}

type Elsewhere = NonNullable<Candidate['linkedTo']>;

function useRecordName() {
  const { t } = useCard();
  return ({ name, recordId }: Elsewhere): string => name ?? t('notLinked.record', { recordId });
}

/** Linking takes it away from there, so it is named. */
function LinkedTo({ record, canDecide }: { record: Elsewhere; canDecide: boolean }) {
  const { t } = useCard();
  const words = useRecordName()(record);
  const { url } = record;
  return (
    <Text variant="microcopy">
      {t('notLinked.linkedTo')} {url ? <Link href={{ url, external: true }}>{words}</Link> : words}
      {canDecide ? t('notLinked.moves') : '.'}
    </Text>
  );
}

function Decide({ candidate, canRefuse, changed }: { candidate: Candidate; canRefuse: boolean; changed: () => void }) {
  const { t, api } = useCard();
  const { run, isRunning } = useAction();
  const { connectionId, customerId, name } = candidate;
  const nameOf = useRecordName();
  const decide = async (action: () => Promise<unknown>, success: string) => {
    if (await run(action, success)) changed();
  };
  const link = () => decide(() => api.link({ connectionId, customerId }), t('notLinked.linked', { name }));
  return (
    <Flex direction="row" gap="sm" wrap>
      {candidate.linkedTo ? (
        <Confirmed
          id={`move-${connectionId}-${customerId}`}
          label={t('notLinked.move')}
          title={t('notLinked.move.title', { name })}
          text={t('notLinked.move.text', { name, record: nameOf(candidate.linkedTo) })}
          variant="destructive"
          isRunning={isRunning}
          act={link}
        />
      ) : (
        <Button size="sm" variant="secondary" disabled={isRunning} onClick={() => void link()} testId={`link-${customerId}`}>
          {t('notLinked.link')}
        </Button>
      )}
      {canRefuse && (
        <Button
          size="sm"
          variant="transparent"
          disabled={isRunning}
          onClick={() => void decide(() => api.refuse({ connectionId, customerId }), t('done'))}
          testId={`refuse-${customerId}`}
        >
          {t('notLinked.refuse')}
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
