import type { EvaluatedField } from './evaluate.ts';
import { areSame, ruleKey } from './field-state.ts';

/**
 * Both sides differed before these rules, or before they were linked, and nobody has edited either since. Nobody is asked about each of these: they
 * are one list, with one answer for all of them.
 */
export function differsFromBefore({ state, mapped, hubspot, erp }: Pick<EvaluatedField, 'state' | 'mapped' | 'hubspot' | 'erp'>): boolean {
  const held = { hubspot, erp };
  const known = state?.asked ?? state?.waits;
  // Questions that were asked before they were told apart say nothing of it.
  if (known) return areSame(known, held) && (known.isFromBefore ?? state?.base === undefined);
  return !state?.base || (state.rule !== ruleKey(mapped) && areSame(state.base, held));
}

/** SQL: the same of `f`, a field as it is kept that a person is asked about. */
export const FROM_BEFORE = `coalesce((f.value -> 'asked' ->> 'isFromBefore')::boolean, not jsonb_exists(f.value, 'base'))`;
