import type { FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import {
  areSame,
  isEmpty,
  isSame,
  NO_RIGHT,
  otherSide,
  ruleKey,
  type ChangeRule,
  type FieldDecision,
  type FieldOrder,
  type FieldState,
  type HeldValues,
  type KnownField,
  type SentValue,
  type Side,
} from './field-state.ts';

/** One value in the spelling of each side: as it stands there, and as it would be written to the other. Null: empty. */
interface SideValue {
  /** As the side holds it. */
  held: string | null;
  /** In the other side's spelling; undefined: that side has no such value, so it cannot be written. */
  asOther: string | null | undefined;
}

type SideValues = Record<Side, SideValue>;

/** Whether two values in one spelling say the same to people. */
type IsAlike = (one: string, two: string) => boolean;

/**
 * Who is right about one field. A side has moved only if it differs from what it held when both were last in step; a value that came back
 * trimmed or in another spelling after our write is what it holds, and no change.
 */
export function decideField(
  mapping: FieldMapping,
  { state, order, isFrozen }: Pick<KnownField, 'state' | 'order' | 'isFrozen'>,
  now: SideValues,
  isAlike: IsAlike,
): FieldDecision {
  if (order?.kind === 'restore') return restored(mapping, order, { state, now, isAlike });
  if (isFrozen) return { kind: 'rest', keep: false };
  if (isInStep(now)) return { kind: 'rest', keep: true };
  if (order?.kind === 'answer') return byPerson(mapping, order.answer, now);
  const isAnew = state?.base === undefined || state.rule !== ruleKey(mapping);
  if ((isAnew && looksAlike(now, isAlike)) || hasArrived(state?.sending, now, isAlike)) return { kind: 'rest', keep: true };
  const moved = movedSides(state, isAnew, now, isAlike);
  if (!moved.hubspot && !moved.erp) return { kind: 'rest', keep: false };
  const side = moved.hubspot ? 'hubspot' : 'erp';
  const decision = moved.hubspot && moved.erp ? bothMoved(mapping, now) : oneMoved(mapping, now, { side, isAnew });
  const held = { hubspot: now.hubspot.held, erp: now.erp.held };
  return order?.kind !== 'retry' && wasRefused(state, decision, held) ? { kind: 'rest', keep: false } : decision;
}

type Restore = FieldOrder & { kind: 'restore' };

interface Looked {
  state: FieldState | undefined;
  now: SideValues;
  isAlike: IsAlike;
}

/** What the side was edited to since the change stays; what the other was edited to does not win. */
function restored(mapping: FieldMapping, { to, value }: Restore, { state, now, isAlike }: Looked): FieldDecision {
  const { base, sending } = state ?? {};
  if (!base || !mayWrite(mapping, to)) return { kind: 'overtaken' };
  const held = now[to].held;
  const isOurs = isSame(held, base[to]) || isSame(held, value) || (sending?.to === to && isAsWritten(sending, held, isAlike));
  if (!isOurs) return { kind: 'overtaken' };
  const other = otherSide(to);
  const lost = isSame(base[other], now[other].held) ? null : now[other].held;
  return { kind: 'write', to, value, lost, rule: 'undo', ...(!saysTheSame(now[other], value, isAlike) && { isApart: true }) };
}

function saysTheSame({ asOther }: SideValue, value: string | null, isAlike: IsAlike): boolean {
  if (asOther === undefined) return false;
  return isSame(asOther, value) || (!isEmpty(asOther) && !isEmpty(value) && isAlike(asOther, value));
}

const areBothFilled = ({ hubspot, erp }: SideValues): boolean => !isEmpty(hubspot.held) && !isEmpty(erp.held);

function isInStep({ hubspot, erp }: SideValues): boolean {
  if (isEmpty(hubspot.held) && isEmpty(erp.held)) return true;
  return (hubspot.asOther !== undefined && hubspot.asOther === erp.held) || (erp.asOther !== undefined && erp.asOther === hubspot.held);
}

/** Values that nobody wrote to match may be spelled differently from the beginning. */
const looksAlike = (now: SideValues, isAlike: IsAlike): boolean =>
  areBothFilled(now) && isAlike(now.hubspot.asOther ?? now.hubspot.held!, now.erp.held!);

/** A write without an answer was carried out, and nothing has moved since. */
const hasArrived = (sending: SentValue | undefined, now: SideValues, isAlike: IsAlike): boolean =>
  sending !== undefined && now[otherSide(sending.to)].asOther === sending.value && isAsWritten(sending, now[sending.to].held, isAlike);

const isAsWritten = ({ value, before }: SentValue, held: string | null, isAlike: IsAlike): boolean =>
  isEmpty(value) || isEmpty(held) ? isEmpty(value) && isEmpty(held) : held === value || (held !== before && isAlike(held, value));

/** What was never compared, or decided by another rule, has moved where it says something. A write without an answer is gone over again. */
function movedSides(state: FieldState | undefined, isAnew: boolean, now: SideValues, isAlike: IsAlike): Record<Side, boolean> {
  const hasMoved = (side: Side): boolean => {
    const { held } = now[side];
    const sending = state?.sending;
    if (sending && sending.to !== side) return true;
    // In another form than it was written it may be the system's doing or somebody's: the rule says who wins.
    if (sending) return held !== sending.before && !isAsWritten(sending, held, isAlike);
    return isAnew ? !isEmpty(held) : (state?.base?.[side] ?? '') !== (held ?? '');
  };
  return { hubspot: hasMoved('hubspot'), erp: hasMoved('erp') };
}

export const mayWrite = ({ direction }: FieldMapping, to: Side): boolean =>
  direction === 'both' || direction === (to === 'erp' ? 'to_erp' : 'to_hubspot');
const winnerOf = ({ rule }: FieldMapping): Side | null => (rule === 'erp_wins' ? 'erp' : rule === 'hubspot_wins' ? 'hubspot' : null);

function oneMoved(mapping: FieldMapping, now: SideValues, { side, isAnew }: { side: Side; isAnew: boolean }): FieldDecision {
  const to = otherSide(side);
  if (mayWrite(mapping, to)) {
    if (mapping.rule === 'fill_if_empty' && !isEmpty(now[to].held)) return leave(now[side].held, 'fill_if_empty');
    return follow(mapping, now, side, 'moved');
  }
  // This side is no source. Whoever edited it there is put right, if the other is to win.
  if (isAnew) return leave(null, mapping.rule);
  if (winnerOf(mapping) === to) return follow(mapping, now, to, mapping.rule);
  if (mapping.rule === 'ask') return { kind: 'ask' };
  return mapping.rule === 'fill_if_empty' ? fill(mapping, now, side) : leave(null, mapping.rule);
}

function bothMoved(mapping: FieldMapping, now: SideValues): FieldDecision {
  if (mapping.rule === 'ask') return { kind: 'ask' };
  const winner = winnerOf(mapping);
  if (winner === null)
    return areBothFilled(now) ? leave(null, 'fill_if_empty') : fill(mapping, now, isEmpty(now.erp.held) ? 'erp' : 'hubspot');
  // Emptied values do not count, so only the other has moved.
  if (isEmpty(now[winner].held) && mapping.whenEmptied === 'keep') return fill(mapping, now, winner);
  const loser = otherSide(winner);
  return mayWrite(mapping, loser) ? follow(mapping, now, winner, mapping.rule) : leave(now[loser].held, mapping.rule);
}

/** The empty one of the two gets the other's value; what is there stays. */
function fill(mapping: FieldMapping, now: SideValues, to: Side): FieldDecision {
  const isFillable = isEmpty(now[to].held) && mayWrite(mapping, to);
  return isFillable ? follow(mapping, now, otherSide(to), mapping.rule) : leave(null, mapping.rule);
}

/** The other side is to hold what this one does. */
function follow(mapping: FieldMapping, now: SideValues, side: Side, rule: ChangeRule): FieldDecision {
  const to = otherSide(side);
  const { held, asOther } = now[side];
  if (isEmpty(held) && mapping.whenEmptied === 'keep') return leave(null, rule);
  if (asOther === undefined) return { kind: 'blocked', from: side };
  // Where only one side moved nobody's edit is lost.
  return { kind: 'write', to, value: asOther, lost: rule === 'moved' ? null : now[to].held, rule };
}

const leave = (lost: string | null, rule: ChangeRule): FieldDecision => ({ kind: 'leave', lost, rule });

function byPerson(mapping: FieldMapping, answer: Side | 'both', now: SideValues): FieldDecision {
  if (answer === 'both') return leave(null, 'person');
  const to = otherSide(answer);
  if (!mayWrite(mapping, to)) return leave(now[to].held, 'person');
  const value = now[answer].asOther;
  return value === undefined ? { kind: 'ask', cannot: answer } : { kind: 'write', to, value, lost: now[to].held, rule: 'person' };
}

export function wasRefused(state: FieldState | undefined, decision: FieldDecision, held: HeldValues): boolean {
  const refused = state?.refused;
  if (!refused || refused.finding.code === NO_RIGHT || decision.kind !== 'write') return false;
  return refused.to === decision.to && refused.value === decision.value && areSame(refused.held, held);
}
