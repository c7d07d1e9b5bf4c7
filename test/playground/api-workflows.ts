import type { CardObjectType } from './api.ts';

/** In the words of the app's project, or of HubSpot. */
export type Bilingual = { en: string; es: string };

/** A workflow that somebody could have built in HubSpot. */
export interface WorkflowView {
  id: string;
  /** Null: named by the page. */
  name: Bilingual | null;
  types: CardObjectType[];
  /** The property whose change starts it; null: people do. */
  trigger: { name: string; label: string } | null;
  steps: WorkflowStepView[];
}

export interface WorkflowStepView {
  /** Null: one of HubSpot's own, which thanks the customer. */
  step: string | null;
  /** Null: named by the page. */
  title: Bilingual | null;
  inputs: StepInput[];
}

export interface StepInput {
  name: string;
  label: Bilingual;
  isRequired: boolean;
  /** Null: typed in. */
  options: { value: string; label: string }[] | null;
  /** The app tells them whenever the editor asks. */
  isFetched: boolean;
}

/** As HubSpot's editor gets them. */
export interface StepOptions {
  options: { value: string; label: string }[];
  /** Where the next ones begin; null: these are all. */
  after: string | null;
}

export interface WorkflowStart {
  workflowId: string;
  type: CardObjectType;
  recordId: string;
  /** By the number of the step. */
  inputs: Record<string, Record<string, string>>;
}

export interface WorkflowRun {
  id: number;
  workflowId: string;
  name: Bilingual | null;
  type: CardObjectType;
  recordId: string;
  recordName: string;
  startedAt: string;
  /** `stopped`: nothing sensible could follow. */
  state: 'running' | 'waiting' | 'done' | 'stopped';
  steps: WorkflowRunStep[];
}

export interface WorkflowRunStep extends Pick<WorkflowStepView, 'step' | 'title'> {
  state: 'next' | 'calling' | 'waiting' | 'succeeded' | 'failed' | 'expired' | 'given_up';
  waitsUntil: string | null;
  /** What the app answered, by its labels. */
  outputs: { name: string; label: Bilingual; value: string }[];
}
