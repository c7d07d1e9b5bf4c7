import { useCallback } from 'react';
import { Flex, List, Text } from '@hubspot/ui-extensions';
import type { OrdersView, PipelineView } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { lacksPlaceholder } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';
import type { Choices } from './choices.ts';
import type { RulesPart } from './Pipeline.tsx';
import { rulesInWords } from './rules-in-words.ts';

interface Props extends RulesPart {
  choices: Choices | null;
  pipeline: PipelineView;
  isChanged: boolean;
  changed: () => Promise<unknown>;
}

/** From rules that people use by hand to rules that act by themselves: everything that money depends on is read once more, in words. */
export function ConfirmRules({ rules, view, choices, pipeline, isChanged, changed }: Props) {
  const { t, api } = useSettings();
  const { pipelineId } = rules;
  const confirmed = view.confirmed[pipelineId];
  const isSaved = view.rules.pipelines.some((one) => one.pipelineId === pipelineId);
  const erp = view.connections.find(({ id }) => id === rules.connectionId)?.name ?? '';
  const words = rulesInWords({ rules, pipeline, choices, teams: view.teams, erp, dealProperties: view.dealProperties }, t);
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.confirm.summary')}</Text>
      <List>
        {words.map((sentence) => (
          <Text key={sentence}>{sentence}</Text>
        ))}
      </List>
      {confirmed && !isChanged ? (
        <Since confirmed={confirmed} lastChange={view.lastChange} />
      ) : (
        <Flex direction="column" gap="xs" align="start">
          {isSaved && <History pipelineId={pipelineId} />}
          <Confirmed
            id={`confirm-orders-${pipelineId}`}
            label={t('orders.confirm')}
            title={t('orders.confirm.title', { pipeline: pipeline.label })}
            sentences={[...words, t('orders.confirm.after')]}
            variant="primary"
            disabled={isChanged || !isSaved || lacksPlaceholder(rules)}
            act={() => api.confirmOrders(pipelineId, view.revision)}
            success={t('orders.confirm.done')}
            changed={changed}
          />
          <Text variant="microcopy">{t(isChanged || !isSaved ? 'orders.confirm.saveFirst' : 'orders.confirm.text')}</Text>
        </Flex>
      )}
    </Flex>
  );
}

type Said = NonNullable<OrdersView['lastChange']>;

/** A save that changes nothing that money depends on needs no second confirmation: that it was saved later is said all the same. */
function Since({ confirmed, lastChange }: { confirmed: Said; lastChange: Said | null }) {
  const { t, format } = useSettings();
  const said = ({ by, at }: Said) => ({ person: by ?? t('customers.somebody'), moment: format.moment(at) });
  const isSavedSince = lastChange !== null && lastChange.at > confirmed.at;
  return (
    <Flex direction="column" gap="flush">
      <Text>{t('orders.confirmed', said(confirmed))}</Text>
      {isSavedSince && <Text>{t('orders.confirmed.savedSince', said(lastChange))}</Text>}
    </Flex>
  );
}

/** Deals that stood in the stages before: said, so that nobody fears for them, or waits for them. */
function History({ pipelineId }: { pipelineId: string }) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.orderHistory(pipelineId), [api, pipelineId]);
  const { state } = useLoaded(load);
  if (state.status !== 'ready' || state.data.count === null) return <Text variant="microcopy">{t('orders.history.unknown')}</Text>;
  return <Text variant="microcopy">{t('orders.history', { count: state.data.count })}</Text>;
}
