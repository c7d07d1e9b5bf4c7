import type { FieldEditor } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Finding } from './convert-value.ts';

export type Side = 'hubspot' | 'erp';

/** What each side holds; null: empty. */
export type HeldValues = Record<Side, string | null>;

/** What is kept of one field of a link. */
export interface FieldState {
  field: string;
  /** What each side held when they were last in step, or left as they were. Missing: never looked at. */
  base?: HeldValues;
  /** How values were put into HubSpot's spelling then (`respell.ts`); missing: in the first way. */
  spelling?: number;
  /** Direction and rule by which that was decided: by others it is decided anew. */
  rule?: string;
  /** A write that was about to be sent; its answer was not stored. */
  sending?: SentValue;
  /** What a side did not take is not offered again until a side moves, unless only the right to it was missing. */
  refused?: RefusedValue;
  /** `isFromBefore`: see `before-rules.ts`. */
  asked?: HeldValues & { since: string; editedBy?: StoredEditors; isFromBefore?: boolean };
  /** Both sides were left different: by the rule, or by the person who said so or took a change back. */
  apart?: { since: string; rule: ChangeRule; userId: number | null };
  /** Where the record belongs on one side is not linked to the other. */
  waits?: HeldValues & { finding: Finding; isFromBefore: boolean };
  /** It is to be written once a person has looked at the first few. */
  isBehindTrial?: true;
}

/** Who edited what each side holds, as far as the systems tell: HubSpot of each property, an ERP of the whole customer. */
export type StoredEditors = Partial<Record<Side, StoredEditor>>;

export interface StoredEditor {
  kind: FieldEditor['kind'];
  at: string;
  /** Of HubSpot's. */
  userId?: number;
  /** Of the ERP's. */
  name?: string;
}

/** In the spelling of the side it goes to. */
export interface SentValue {
  to: Side;
  before: string | null;
  value: string | null;
  lost: string | null;
  rule: ChangeRule;
}

interface RefusedValue {
  to: Side;
  value: string | null;
  finding: Finding;
  /** What both sides held then. */
  held: HeldValues;
}

/** What a person decided of one field, until it is carried out. */
export type FieldOrder = { userId: number | null } & (
  | { kind: 'answer'; answer: Side | 'both' }
  /** A change is taken back, and with it those that led to it. */
  | { kind: 'restore'; to: Side; value: string | null; changeId: string; alsoChangeIds?: readonly string[] }
  /** What was refused is offered once more. */
  | { kind: 'retry' }
);

/** What is known of a field beside what both sides hold now. */
export interface KnownField {
  state: FieldState | undefined;
  order: FieldOrder | undefined;
  isFrozen: boolean;
  /** What HubSpot held when both were last in step was written by us, in a former spelling. */
  isWrittenBefore: boolean;
}

export type ChangeRule = FieldMapping['rule'] | 'moved' | 'person' | 'undo' | 'respelled' | 'frozen' | 'released';

/** What the ERP's user may not write at all says nothing of the value: each look offers it again. */
export const NO_RIGHT = 'field.no_right';

/** In the history, all fields of a record. */
export const WHOLE_RECORD = '*';

export type FieldDecision =
  /** Nothing to do; `keep`: both sides are remembered as they are. */
  | { kind: 'rest'; keep: boolean }
  /** The other side has nothing like the value of this one, so it cannot be written. */
  | { kind: 'blocked'; from: Side }
  /** Both sides stay as they are although they differ, by the rule; `lost`: what did not win. */
  | { kind: 'leave'; lost: string | null; rule: ChangeRule }
  /** `isApart`: the other side says something else and keeps it. */
  | { kind: 'write'; to: Side; value: string | null; lost: string | null; rule: ChangeRule; isApart?: true }
  /** `cannot`: the side that a person chose, whose value the other has nothing like. */
  | { kind: 'ask'; cannot?: Side }
  /** What was to be taken back was edited since. */
  | { kind: 'overtaken' };

export const ruleKey = ({ direction, rule, whenEmptied, translation }: FieldMapping): string =>
  JSON.stringify([direction, rule, whenEmptied, ...translation.map(({ hubspot, erp }) => [hubspot, erp])]);

export const otherSide = (side: Side): Side => (side === 'hubspot' ? 'erp' : 'hubspot');
export const isEmpty = (value: string | null): value is null | '' => value === null || value === '';
export const areSame = (one: HeldValues, two: HeldValues): boolean => one.hubspot === two.hubspot && one.erp === two.erp;
export const isSame = (one: string | null, other: string | null): boolean => (one ?? '') === (other ?? '');
