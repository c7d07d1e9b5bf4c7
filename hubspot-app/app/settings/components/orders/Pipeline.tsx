import { Accordion, Button, Divider, Flex, Select, StatusTag, Text } from '@hubspot/ui-extensions';
import type { OrdersView, PipelineOrderRules, PipelineView } from '../../api/orders.ts';
import { NOTHING_OF_ERP, type OrdersDraft } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Approval } from './Approval.tsx';
import { ConfirmWhen } from './ConfirmWhen.tsx';
import { Money } from './Money.tsx';
import { Policies } from './Policies.tsx';
import { Projects } from './Projects.tsx';
import { Stages } from './Stages.tsx';

interface Props {
  pipeline: PipelineView & { isKnown: boolean };
  view: OrdersView;
  draft: OrdersDraft;
  changed: () => Promise<unknown>;
  isOpen: boolean;
  toggle: () => void;
}

/** What every part of a pipeline's rules needs. */
export interface RulesPart {
  rules: PipelineOrderRules;
  view: OrdersView;
  change: (patch: Partial<PipelineOrderRules>) => void;
}

const LOOK = { off: 'default', byHand: 'warning', unsaved: 'warning', live: 'success' } as const;

/** One pipeline: whether its deals become anything; and if so what, with what, and who agrees. */
export function Pipeline({ pipeline, view, draft, changed, isOpen, toggle }: Props) {
  const { t } = useSettings();
  const { id, isKnown } = pipeline;
  const rules = draft.of(id);
  const label = isKnown ? pipeline.label : t(view.pipelines ? 'customers.gone' : 'orders.unnamed', { name: pipeline.label });
  const stage = stageOf(rules, view, id);
  return (
    <Flex direction="column" gap="xs">
      <StatusTag variant={LOOK[stage]} hollow={stage === 'off'} testId={`pipeline-${id}`}>
        {t('orders.pipeline', { pipeline: label, state: t(`orders.state.${stage}`) })}
      </StatusTag>
      <Accordion title={t('orders.rulesOf', { pipeline: label })} size="sm" open={isOpen} onClick={toggle}>
        {isOpen && !rules && <SetUp pipeline={pipeline} view={view} draft={draft} />}
        {isOpen && rules && <Editor pipeline={pipeline} rules={rules} view={view} draft={draft} changed={changed} />}
      </Accordion>
    </Flex>
  );
}

function stageOf(rules: PipelineOrderRules | null, { rules: saved, confirmed }: OrdersView, id: string): keyof typeof LOOK {
  if (!rules) return 'off';
  if (!saved.pipelines.some(({ pipelineId }) => pipelineId === id)) return 'unsaved';
  return confirmed[id] ? 'live' : 'byHand';
}

function SetUp({ pipeline, view, draft }: Pick<Props, 'pipeline' | 'view' | 'draft'>) {
  const { t } = useSettings();
  const connection = view.connections[0];
  if (!connection) return null;
  return (
    <Flex direction="column" gap="sm" align="start">
      <Text>{t('orders.off.text')}</Text>
      <Button size="sm" variant="primary" onClick={() => draft.add(pipeline, connection.id)} testId={`set-up-${pipeline.id}`}>
        {t('orders.setUp')}
      </Button>
    </Flex>
  );
}

interface EditorProps extends Pick<Props, 'pipeline' | 'view' | 'draft' | 'changed'> {
  rules: PipelineOrderRules;
}

/** In the order in which it is set up. */
function Editor({ pipeline, rules, view, draft, changed }: EditorProps) {
  const { t } = useSettings();
  const part: RulesPart = { rules, view, change: (patch) => draft.change(pipeline.id, patch) };
  return (
    <Flex direction="column" gap="lg">
      {view.connections.length > 1 && <Erp {...part} />}
      <Stages {...part} pipeline={pipeline} />
      <Divider />
      <ConfirmWhen {...part} />
      <Divider />
      <Approval {...part} />
      <Divider />
      <Policies {...part} />
      <Divider />
      <Projects key={`projects-${rules.connectionId}`} {...part} />
      {/* An ERP's choices are read once for each ERP. */}
      <Money key={rules.connectionId} {...part} pipeline={pipeline} isChanged={draft.isChanged} changed={changed} />
      <Flex>
        <Button size="sm" variant="transparent" onClick={() => draft.remove(pipeline.id)} testId={`remove-${pipeline.id}`}>
          {t('orders.remove')}
        </Button>
      </Flex>
    </Flex>
  );
}

function Erp({ rules: { pipelineId, connectionId }, view, change }: RulesPart) {
  const { t } = useSettings();
  return (
    <Select
      name={`erp-${pipelineId}`}
      label={t('orders.erp')}
      description={t('orders.erp.help')}
      value={connectionId}
      options={view.connections.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => change({ connectionId: String(id), ...NOTHING_OF_ERP })}
    />
  );
}
