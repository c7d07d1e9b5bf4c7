import type { HubSpotFake, Portal, PropertyChange } from '../../fakes/hubspot/index.ts';
import type { StepRun } from '../../fakes/hubspot/workflows.ts';
import type { StepOptions, WorkflowRun, WorkflowRunStep, WorkflowStart, WorkflowView } from '../api.ts';
import { hasCards } from './portal.ts';
import { nameOf } from './records.ts';
import { labelIn, workflowsOf, type Workflow } from './workflow-list.ts';

const LOOKS_EVERY_MS = 300;
const KEPT = 60;

interface Run {
  id: number;
  workflow: Workflow;
  start: WorkflowStart;
  startedAt: Date;
  /** One for each step that was reached. */
  reached: (StepRun | 'thanks')[];
  isStopped: boolean;
}

interface Deps {
  hubspot: Pick<HubSpotFake, 'workflows'>;
  portal: Portal;
  /** Something moved. */
  tell(): void;
  /** A customer was thanked. */
  onThanks(): void;
}

/** Carries records through workflows, one step after the other, as HubSpot would. */
export class PlaygroundWorkflows {
  private readonly deps: Deps;
  private readonly runs: Run[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;
  private isTriggering = false;
  private count = 0;

  constructor(deps: Deps) {
    this.deps = deps;
    this.timer = setInterval(() => this.advance(), LOOKS_EVERY_MS);
    this.stopListening = deps.portal.onPropertyChange((change) => this.trigger(change));
  }

  /** From now on changes start workflows: not those of the first sync. */
  listen(): void {
    this.isTriggering = true;
  }

  close(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  offered(): WorkflowView[] {
    return this.all().map(({ endsAfter: _, trigger, ...view }) => ({
      ...view,
      trigger: trigger === null ? null : { name: trigger, label: this.labelOf(view.types[0], trigger) },
    }));
  }

  /** What the editor shows for an input whose options the app tells. */
  async options(about: { step: string; input: string; type: WorkflowStart['type']; q: string; after: string }): Promise<StepOptions> {
    const { hubspot, portal } = this.deps;
    const { step, input, type, q, after } = about;
    const asked = { step, input, objectType: type, ...(q === '' ? {} : { q }), ...(after === '' ? {} : { after }) };
    const { options, after: next = null } = await hubspot.workflows.fetchOptions(portal.id, asked);
    return { options, after: next };
  }

  start(start: WorkflowStart): number {
    const workflow = this.all().find(({ id }) => id === start.workflowId);
    if (!workflow) throw new Error(`There is no workflow ${start.workflowId}`);
    if (!workflow.types.includes(start.type)) throw new Error(`${start.type} cannot be enrolled in this workflow`);
    const run: Run = { id: ++this.count, workflow, start, startedAt: new Date(), reached: [], isStopped: false };
    this.reachNext(run);
    this.runs.unshift(run);
    this.runs.splice(KEPT);
    this.deps.tell();
    return run.id;
  }

  /** The newest first; of one record, or of all. */
  list(of: { type: string; id: string } | null): WorkflowRun[] {
    const wanted = of === null ? this.runs : this.runs.filter(({ start }) => start.type === of.type && start.recordId === of.id);
    return wanted.map((run) => this.describe(run));
  }

  private all(): Workflow[] {
    return workflowsOf(this.deps.hubspot.workflows.steps);
  }

  private labelOf(type: WorkflowStart['type'] | undefined, property: string): string {
    return (type && this.deps.portal.crm.definitions(type).get(property)?.label) ?? property;
  }

  private trigger({ objectType, id, property, value }: PropertyChange): void {
    if (!this.isTriggering || value === null || !hasCards(objectType)) return;
    for (const { id: workflowId, trigger, types } of this.all())
      if (trigger === property && types.includes(objectType)) this.start({ workflowId, type: objectType, recordId: id, inputs: {} });
  }

  /** Steps whose predecessor ended begin. */
  private advance(): void {
    for (const run of this.runs) {
      const last = run.reached.at(-1);
      if (last === undefined || last === 'thanks' || run.isStopped || run.reached.length === run.workflow.steps.length) continue;
      const { state, outputs } = this.stateOf(last);
      if (state === 'calling' || state === 'waiting') continue;
      run.isStopped = state === 'given_up' || run.workflow.endsAfter.includes(outputs['result'] ?? '');
      if (!run.isStopped) this.reachNext(run);
      this.deps.tell();
    }
  }

  private reachNext(run: Run): void {
    const { hubspot, portal } = this.deps;
    const at = run.reached.length;
    const step = run.workflow.steps[at]?.step;
    if (step === undefined) return;
    const { type: objectType, recordId: objectId, inputs } = run.start;
    const given = Object.fromEntries(Object.entries(inputs[String(at)] ?? {}).filter(([, value]) => value !== ''));
    if (step === null) this.deps.onThanks();
    run.reached.push(step === null ? 'thanks' : hubspot.workflows.start(portal.id, { step, objectType, objectId, inputs: given }));
  }

  private stateOf({ callbackId }: StepRun): StepRun {
    return this.deps.hubspot.workflows.run(callbackId);
  }

  private describe(run: Run): WorkflowRun {
    const { id, workflow, start, startedAt } = run;
    const record = this.deps.portal.record(start.type, start.recordId);
    const steps = workflow.steps.map((_step, at) => this.describeStep(run, at));
    return {
      id,
      workflowId: workflow.id,
      name: workflow.name,
      type: start.type,
      recordId: start.recordId,
      recordName: record ? nameOf(start.type, record.properties) : start.recordId,
      startedAt: startedAt.toISOString(),
      state: stateOfRun(run, steps),
      steps,
    };
  }

  private describeStep({ workflow, reached }: Run, at: number): WorkflowRunStep {
    const { step = null, title = null } = workflow.steps[at] ?? {};
    const one = reached[at];
    if (one === undefined || one === 'thanks') return { step, title, state: one ? 'succeeded' : 'next', waitsUntil: null, outputs: [] };
    const { state, waitsUntil, outputs } = this.stateOf(one);
    return { step, title, state, waitsUntil: waitsUntil?.toISOString() ?? null, outputs: this.describeOutputs(one.step, outputs) };
  }

  private describeOutputs(step: string, outputs: Readonly<Record<string, string>>): WorkflowRunStep['outputs'] {
    const definition = this.deps.hubspot.workflows.steps.find(({ uid }) => uid.endsWith(`_action_${step}`));
    if (!definition) return [];
    const fields = new Map(definition.config.outputFields.map(({ typeDefinition }) => [typeDefinition.name, typeDefinition]));
    return Object.entries(outputs).map(([name, value]) => ({
      name,
      label: labelIn(definition, ({ outputFieldLabels }) => outputFieldLabels?.[name] ?? name),
      value: fields.get(name)?.options?.find((option) => option.value === value)?.label ?? value,
    }));
  }
}

function stateOfRun({ isStopped }: Run, steps: readonly WorkflowRunStep[]): WorkflowRun['state'] {
  if (isStopped || steps.some(({ state }) => state === 'given_up')) return 'stopped';
  if (steps.some(({ state }) => state === 'waiting')) return 'waiting';
  return steps.some(({ state }) => state === 'next' || state === 'calling') ? 'running' : 'done';
}
