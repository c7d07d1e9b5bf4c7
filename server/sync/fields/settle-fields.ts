import type { LastEdit } from '../../erp/shared/contract.ts';
import { differsFromBefore } from './before-rules.ts';
import { areAlike, type Finding } from './convert-value.ts';
import type { DuePair } from './due-pairs.ts';
import type { PairEditors } from './editors.ts';
import { inStep, type EvaluatedField, type KeptFields } from './evaluate.ts';
import type { FieldFinding } from './field-problems.ts';
import {
  areSame,
  otherSide,
  type ChangeRule,
  type FieldDecision,
  type FieldState,
  type SentValue,
  type Side,
  type StoredEditors,
} from './field-state.ts';
import { isTold, isWaiting } from './relations.ts';
import type { NewChange, PairOutcome } from './store-outcomes.ts';
import { NOT_UNDOABLE } from './undoable.ts';
import type { UndoOutcome } from './undos.ts';
import type { WriteOutcome } from './write-fields.ts';

/** A link with what is to become of its fields. */
export interface EvaluatedPair {
  pair: DuePair;
  /** Of the customer in the ERP, where that tells it. */
  lastEdit: LastEdit | null;
  fields: EvaluatedField[];
}

/** What came of writing to both sides of a link. */
export type PairOutcomes = Record<Side, WriteOutcome>;

interface SettledPair {
  outcome: PairOutcome;
  changes: NewChange[];
  findings: FieldFinding[];
  undos: UndoOutcome[];
}

interface Written {
  outcomes: PairOutcomes;
  editors: PairEditors;
  now: Date;
}

/** What is to be remembered of a link, its history, and what still stops a field of it. */
export function settlePair({ pair, fields }: EvaluatedPair, written: Written): SettledPair {
  const settled = fields.map((field) => ({ field, ...settleField(field, written) }));
  const editedBy = ({ mapped }: EvaluatedField): StoredEditors => written.editors[mapped.property] ?? {};
  const states = settled.flatMap(({ field, state }) => (state ? [[field.mapped.property, state] as const] : []));
  const executed = settled.flatMap(({ field, isDone }) => (field.order && isDone ? [[field.mapped.property, field.order] as const] : []));
  const outcome = {
    pair,
    fields: Object.fromEntries(states),
    executed: Object.fromEntries(executed),
    isSettled: settled.every(({ isDone, isOpen = false }) => isDone && !isOpen),
  };
  return {
    outcome,
    changes: settled.flatMap(({ field, change }) => (change ? [{ ...changeOf(pair, field, change), editedBy: editedBy(field) }] : [])),
    findings: settled.flatMap(({ field, state }) => {
      const finding = field.isFrozen ? null : toldOf(field, state);
      return finding ? [{ pair, finding }] : [];
    }),
    undos: settled.flatMap(({ field: { order }, change, undoRefused = null }) =>
      order?.kind === 'restore' && (change || undoRefused)
        ? [order.changeId, ...(order.alsoChangeIds ?? [])].map((changeId) => ({ changeId, refused: undoRefused }))
        : [],
    ),
  };
}

/** What only waits for another record is told where somebody expects that it was done. */
function toldOf({ finding }: EvaluatedField, state: FieldState | undefined): Finding | null {
  if (state?.waits) return isTold(state.waits) ? state.waits.finding : null;
  return finding ?? state?.refused?.finding ?? null;
}

type Change = Pick<NewChange, 'writtenTo' | 'before' | 'after' | 'lost' | 'rule'>;

interface SettledField {
  state: FieldState | undefined;
  change?: Change;
  /** False: nobody knows yet. */
  isDone: boolean;
  /** It is to be looked at once more: what a person wanted could not be. */
  isOpen?: boolean;
  /** Why a change could not be taken back. */
  undoRefused?: Finding;
}

function settleField(field: EvaluatedField, { outcomes, editors, now }: Written): SettledField {
  const { mapped, state, decision } = field;
  const held = heldBy(field);
  const { asked, waits: _, ...calm } = state ?? { field: mapped.field };
  switch (decision.kind) {
    case 'ask': {
      const isSame = asked !== undefined && areSame(asked, held);
      const editedBy = editors[mapped.property] ?? {};
      const question = isSame ? asked : { ...held, since: now.toISOString(), editedBy };
      const { refused, ...others } = calm;
      const notTaken = notTakenOf(field) ?? (refused && areSame(refused.held, held) ? refused : undefined);
      const next = { ...others, ...(notTaken && { refused: notTaken }) };
      return { state: { ...next, asked: { ...question, isFromBefore: differsFromBefore(field) } }, isDone: true };
    }
    case 'blocked': {
      const { finding } = field;
      const waits = isWaiting(finding) ? { ...held, finding, isFromBefore: differsFromBefore(field) } : undefined;
      return { state: { ...calm, ...(waits && { waits }) }, isDone: true };
    }
    case 'rest': {
      if (!decision.keep) return { state: state && calm, isDone: true };
      const arrived = arrivedChange(field);
      return { state: inStep(mapped, held), isDone: true, ...(arrived && { change: arrived }) };
    }
    case 'leave': {
      const { lost, rule } = decision;
      const change: Change = { writtenTo: 'nobody', before: null, after: null, lost, rule };
      return { state: { ...inStep(mapped, held), apart: apartBy(field, rule, now) }, isDone: true, ...(lost !== null && { change }) };
    }
    case 'overtaken':
      return { state: calm, isDone: true, isOpen: true, undoRefused: NOT_UNDOABLE };
    case 'write':
      return settleWrite(field, decision, { outcomes, now });
  }
}

/** A person chose a value that cannot be written: it is said why, and asked again. */
function notTakenOf({ decision, finding, hubspot, erp }: EvaluatedField): FieldState['refused'] {
  if (decision.kind !== 'ask' || !decision.cannot || !finding) return undefined;
  const held = { hubspot, erp };
  return { to: otherSide(decision.cannot), value: held[decision.cannot], finding, held };
}

/** While nobody says otherwise they have differed since they first did. */
function apartBy({ state, order }: EvaluatedField, rule: ChangeRule, now: Date): NonNullable<FieldState['apart']> {
  const since = order ? undefined : state?.apart?.since;
  return { since: since ?? now.toISOString(), rule, userId: order?.userId ?? null };
}

function settleWrite(
  field: EvaluatedField,
  decision: FieldDecision & { kind: 'write' },
  { outcomes, now }: Pick<Written, 'outcomes' | 'now'>,
): SettledField {
  const { mapped, state } = field;
  const { to, value, lost, rule, isApart = false } = decision;
  const { kept, refused, isGone, isMoved } = outcomes[to];
  const name = nameOn(to, field);
  const held = heldBy(field);
  if (isGone) return { state, isDone: true };
  const finding = refused[name];
  if (finding) {
    const { sending: _, asked: __, waits: ___, ...calm } = state ?? { field: mapped.field };
    // Both sides keep what they have, so nothing is out of step.
    if (field.order?.kind === 'restore') return { state: calm, isDone: true, isOpen: true, undoRefused: finding };
    return { state: { ...calm, refused: { to, value, finding, held } }, isDone: true, isOpen: field.order !== undefined };
  }
  // Nothing was sent, so what is known of earlier tries stays.
  if (!(name in kept) && isMoved) return { state, isDone: false };
  if (!(name in kept)) return { state: sendingState(field, decision), isDone: false };
  const after = kept[name] ?? null;
  return {
    state: { ...inStep(mapped, { ...held, [to]: after }), ...(isApart && { apart: apartBy(field, rule, now) }) },
    change: { writtenTo: to, before: sentBy(field, decision).before, after, lost, rule },
    isDone: true,
  };
}

/** What is remembered of the fields of a link ahead of the calls. */
export const sendingStates = ({ fields }: EvaluatedPair): KeptFields['fields'] =>
  Object.fromEntries(
    fields.flatMap((field) => (field.decision.kind === 'write' ? [[field.mapped.property, sendingState(field, field.decision)]] : [])),
  );

/** What is remembered of a link that waits until a person has looked at the first few. */
export const behindTrial = ({ pair, fields }: EvaluatedPair): KeptFields['fields'] => ({
  ...pair.fields,
  ...Object.fromEntries(
    fields.flatMap(({ mapped: { property, field }, state, decision }) =>
      decision.kind === 'write' ? [[property, { ...(state ?? { field }), isBehindTrial: true as const }]] : [],
    ),
  ),
});

const sendingState = (field: EvaluatedField, decision: FieldDecision & { kind: 'write' }): FieldState => ({
  ...(field.state ?? { field: field.mapped.field }),
  sending: sentBy(field, decision),
});

export const nameOn = (side: Side, { mapped }: Pick<EvaluatedField, 'mapped'>): string => (side === 'erp' ? mapped.field : mapped.property);

const heldBy = ({ hubspot, erp }: EvaluatedField): Record<Side, string | null> => ({ hubspot, erp });

/** What stands there may be our own value from a try whose answer was lost. */
function sentBy(field: EvaluatedField, { to, value, lost, rule }: FieldDecision & { kind: 'write' }): SentValue {
  const held = heldBy(field)[to];
  const earlier = field.state?.sending;
  const isOurs = earlier?.to === to && held !== null && earlier.value !== null && areAlike(field.mapped, held, earlier.value);
  return { to, value, lost, rule, before: isOurs ? earlier.before : held };
}

/** It had been written; the process ended before it could say so. */
function arrivedChange(field: EvaluatedField): Change | null {
  const { sending } = field.state ?? {};
  if (!sending) return null;
  const after = heldBy(field)[sending.to];
  return after === sending.before ? null : { writtenTo: sending.to, before: sending.before, after, lost: sending.lost, rule: sending.rule };
}

const changeOf = (pair: DuePair, { mapped, order }: EvaluatedField, change: Change): Omit<NewChange, 'editedBy'> => ({
  pair,
  property: mapped.property,
  field: mapped.field,
  userId: order?.userId ?? null,
  ...change,
});
