import type { StepDefinition } from '../../fakes/hubspot/steps.ts';
import type { Bilingual, CardObjectType, StepInput, WorkflowStepView, WorkflowView } from '../api.ts';

export interface Workflow extends Omit<WorkflowView, 'trigger'> {
  trigger: string | null;
  /** Results of its steps after which nothing sensible can follow, as a branch in HubSpot would say. */
  endsAfter: readonly string[];
}

const PREFIX = 'puente_action_';
const TYPES: Record<string, CardObjectType> = { COMPANY: 'companies', CONTACT: 'contacts', DEAL: 'deals' };
const THANKS: WorkflowStepView = { step: null, title: null, inputs: [] };

interface Built extends Pick<Workflow, 'id' | 'types' | 'trigger'> {
  steps: readonly (string | null)[];
  endsAfter?: readonly string[];
}

/** Null is the step that thanks. */
const BUILT: readonly Built[] = [
  { id: 'thanks', types: ['companies'], trigger: 'erp_invoice_paid_at', steps: [null] },
  {
    id: 'order',
    types: ['deals'],
    trigger: null,
    steps: ['create_sales_order', 'wait_until_paid', null],
    endsAfter: ['refused', 'failed', 'not_in_time', 'not_linked'],
  },
  {
    id: 'project',
    types: ['deals'],
    trigger: null,
    steps: ['create_sales_order', 'wait_until_project_done', null],
    endsAfter: ['refused', 'failed', 'not_in_time', 'stopped', 'cancelled', 'not_read'],
  },
  {
    id: 'subscription',
    types: ['deals'],
    trigger: null,
    steps: ['activate_subscription', null],
    endsAfter: ['made_twice', 'not_made', 'ended', 'nothing_recurring', 'waiting_approval', 'refused', 'not_in_time', 'not_read', 'failed'],
  },
  {
    id: 'paid',
    types: ['companies', 'deals'],
    trigger: null,
    steps: ['wait_until_paid', null],
    endsAfter: ['failed', 'not_in_time', 'not_linked'],
  },
];

/** Those that are built of what the app offers, and each of its steps alone. */
export function workflowsOf(definitions: readonly StepDefinition[]): Workflow[] {
  const byName = new Map(definitions.map((definition) => [definition.uid.replace(PREFIX, ''), definition]));
  const built = BUILT.filter(({ steps }) => steps.every((step) => step === null || byName.has(step))).map(
    ({ steps, endsAfter = [], ...rest }): Workflow => ({
      ...rest,
      name: null,
      endsAfter,
      steps: steps.map((step) => (step === null ? THANKS : describeStep(step, byName.get(step)!))),
    }),
  );
  const alone = [...byName].map(([step, definition]): Workflow => {
    const described = describeStep(step, definition);
    const types = definition.config.objectTypes.flatMap((type) => TYPES[type] ?? []);
    return { id: `step ${step}`, name: described.title, types, trigger: null, endsAfter: [], steps: [described] };
  });
  return [...built, ...alone];
}

const describeStep = (step: string, definition: StepDefinition): WorkflowStepView => ({
  step,
  title: labelIn(definition, ({ actionName }) => actionName),
  inputs: definition.config.inputFields.map(({ typeDefinition, isRequired }): StepInput => {
    const { name, options = null, optionsUrl } = typeDefinition;
    const label = labelIn(definition, ({ inputFieldLabels }) => inputFieldLabels?.[name] ?? name);
    return {
      name,
      label,
      isRequired,
      options: options?.map(({ value, label: text }) => ({ value, label: text })) ?? null,
      isFetched: optionsUrl !== undefined,
    };
  }),
});

type Named = Partial<Record<'inputFieldLabels' | 'outputFieldLabels', Record<string, string>>>;
type Labels = StepDefinition['config']['labels'][string] & Named;

export function labelIn({ uid, config }: StepDefinition, pick: (labels: Labels) => string): Bilingual {
  const of = (language: string): string => {
    const labels: Labels | undefined = config.labels[language] ?? config.labels['en'];
    return labels ? pick(labels) : uid;
  };
  return { en: of('en'), es: of('es') };
}
