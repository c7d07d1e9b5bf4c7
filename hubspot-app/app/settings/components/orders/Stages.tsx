import { AutoGrid, Flex, Select, Text } from '@hubspot/ui-extensions';
import type { PipelineOrderRules, PipelineView } from '../../api/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { RulesPart } from './Pipeline.tsx';

type Outcome = PipelineOrderRules['stages'][string];
const OUTCOMES = ['quotation', 'order'] as const;

/** What a deal that enters a stage becomes. */
export function Stages({ rules, view, pipeline, change }: RulesPart & { pipeline: PipelineView }) {
  const { t } = useSettings();
  const { stages, pipelineId } = rules;
  const gone = Object.keys(stages)
    .filter((id) => !pipeline.stages.some((stage) => stage.id === id))
    .map((id) => ({ id, label: t(view.pipelines ? 'customers.gone' : 'orders.unnamed', { name: id }), outcome: 'open' as const }));
  const choose = (id: string, outcome: Outcome | '') => {
    const { [id]: _, ...others } = stages;
    change({ stages: outcome === '' ? others : { ...others, [id]: outcome } });
  };
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.stages')}</Text>
      <Text variant="microcopy">{t('orders.stages.text')}</Text>
      <AutoGrid columnWidth={220} flexible gap="md">
        {[...pipeline.stages, ...gone].map(({ id, label, outcome }) => (
          <Select
            key={id}
            name={`stage-${pipelineId}-${id}`}
            label={outcome === 'open' ? label : t(`orders.outcome.${outcome}`, { stage: label })}
            value={stages[id] ?? ''}
            options={[
              { value: '', label: t('orders.becomes.nothing') },
              ...OUTCOMES.map((one) => ({ value: one, label: t(`orders.becomes.${one}`) })),
            ]}
            onChange={(to) => choose(id, OUTCOMES.find((one) => one === to) ?? '')}
          />
        ))}
      </AutoGrid>
    </Flex>
  );
}
