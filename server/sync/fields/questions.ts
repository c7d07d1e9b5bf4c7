import { FROM_BEFORE } from './before-rules.ts';

/** Which questions: since the rules somebody edited, or both sides differed before. */
export type QuestionsOf = 'edited' | 'before';

/** SQL: one of the fields of pair `p` waits for an answer. */
export const hasQuestion = (p: string, of: QuestionsOf): string => `${p}.is_asked and not ${p}.is_frozen and exists (
  select 1 from jsonb_each(${p}.fields) f where ${isQuestion(p)} and ${FROM_BEFORE} = ${of === 'before'})`;

/** SQL: the field `f` of pair `p` does. */
export const isQuestion = (p: string): string =>
  `jsonb_exists(f.value, 'asked') and not jsonb_exists(${p}.orders, f.key) and f.key <> all(${p}.frozen)`;
