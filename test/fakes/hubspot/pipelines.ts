import { DELIVERY_PIPELINES } from './delivery-objects.ts';
import type { OptionalObject } from './types.ts';

interface Stage {
  id: string;
  label: string;
  /** 1: won, 0: lost. */
  probability: string;
  isClosed: boolean;
}

const open = (id: string, label: string, probability: string): Stage => ({ id, label, probability, isClosed: false });
const closed = (id: string, label: string, probability: string): Stage => ({ id, label, probability, isClosed: true });

/** The one pipeline of deals that a new account has. */
const STAGES: readonly Stage[] = [
  open('appointmentscheduled', 'Appointment Scheduled', '0.2'),
  open('qualifiedtobuy', 'Qualified To Buy', '0.4'),
  open('presentationscheduled', 'Presentation Scheduled', '0.6'),
  open('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
  open('contractsent', 'Contract Sent', '0.9'),
  closed('closedwon', 'Closed Won', '1.0'),
  closed('closedlost', 'Closed Lost', '0.0'),
];

export const STAGE_IDS: readonly string[] = STAGES.map(({ id }) => id);
export const STAGE_LABELS: Readonly<Record<string, string>> = Object.fromEntries(STAGES.map(({ id, label }) => [id, label]));
/** A deal without a stage is nowhere. */
export const isClosedStage = (id: string | undefined): boolean => STAGES.some((stage) => stage.id === id && stage.isClosed);

/** Of another object: what a stage means is one word. */
export function deliveryPipelinesShape(type: OptionalObject): object[] {
  const { id, stages } = DELIVERY_PIPELINES[type];
  const shapes = stages.map(({ state, ...stage }, displayOrder) => ({ ...stage, displayOrder, archived: false, metadata: { state } }));
  return [{ id, label: 'Pipeline', displayOrder: 0, stages: shapes, archived: false }];
}

/** As HubSpot answers it: what a stage means is text in its metadata. */
export function pipelinesShape(): object[] {
  const stages = STAGES.map(({ id, label, probability, isClosed }, displayOrder) => ({
    ...{ id, label, displayOrder, archived: false },
    metadata: { isClosed: String(isClosed), probability },
  }));
  return [{ id: 'default', label: 'Sales Pipeline', displayOrder: 0, stages, archived: false }];
}
