import { FROM_BEFORE } from './before-rules.ts';

/** Which questions: since the rules somebody edited, or both sides differed before. */
export type QuestionsOf = 'edited' | 'before';

/** SQL: one of the fields of pair `p` waits for an answer. */
export const hasQuestion = (p: string, kind: QuestionsOf): string => `${p}.is_asked and not ${p}.is_frozen and exists (
  select 1 from jsonb_each(${p}.fields) f where ${isQuestion(p)} and ${FROM_BEFORE} = ${kind === 'before'})`;

/** SQL: pair `p` waits until a person has looked at the first few. */
export const isBehindTrial = (p: string): string => `jsonb_path_exists(${p}.fields, '$.*.isBehindTrial')`;

/** SQL: one of the fields of pair `p` was left different, or not taken by a side. */
export const isLeftDifferent = (p: string): string => `exists (
  select 1 from jsonb_each(${p}.fields) f where (jsonb_exists(f.value, 'apart') or jsonb_exists(f.value, 'refused')) and f.key <> all(${p}.frozen))`;

/** SQL: the field `f` of pair `p` does. */
export const isQuestion = (p: string): string =>
  `jsonb_exists(f.value, 'asked') and not jsonb_exists(${p}.orders, f.key) and f.key <> all(${p}.frozen)`;

/** SQL: a change of a field of pair `p` is to be taken back. */
export const isBeingUndone = (p: string): string => `jsonb_path_exists(${p}.orders, '$.*.kind \\? (@ == "restore")')`;
