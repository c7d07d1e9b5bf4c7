import { isState } from './addresses.ts';
import { NOWHERE, toHubSpot } from './convert-value.ts';
import { mayWrite, wasRefused } from './decide-field.ts';
import { isSame, type FieldDecision, type HeldValues, type KnownField } from './field-state.ts';
import type { MappedField } from './field-shapes.ts';

/**
 * Raised when a value is put into HubSpot's spelling otherwise than before; `formerSpellings` says how it was, and a migration has the links due that
 * may hold such values. 2: states go to HubSpot by their names.
 */
export const SPELLING = 2;

/**
 * SQL: the properties of pair `p` whose value in HubSpot, as it was when both sides were last in step, was written by us in a former spelling, and
 * nothing became of them since: what a person types later is theirs, in whatever spelling.
 */
export const writtenBefore = (p: string): string => `array(
  select f.key from jsonb_each(${p}.fields) f
  where jsonb_exists(f.value, 'base') and coalesce((f.value ->> 'spelling')::integer, 1) < ${SPELLING} and exists (
    select 1 from (
      select h.written_to, h.after from field_changes h where h.portal_id = ${p}.portal_id and h.connection_id = ${p}.connection_id
        and h.object_type = ${p}.object_type and h.record_id = ${p}.record_id and h.property = f.key and h.rule not in ('frozen', 'released')
      order by h.at desc, h.id desc limit 1) newest
    where newest.written_to = 'hubspot' and newest.after = f.value -> 'base' ->> 'hubspot'))`;

/**
 * What is to become of a value that we wrote to HubSpot in a former spelling and that nobody has touched since, on neither side: it is written as it
 * would be now, once. Null: it is none of these.
 */
export function respell(
  mapped: MappedField,
  { state, order, isFrozen, isWrittenBefore }: KnownField,
  held: HeldValues,
): FieldDecision | null {
  const { base } = state ?? {};
  const isRetried = order?.kind === 'retry';
  if (isFrozen || (order && !isRetried)) return null;
  if (!isWrittenBefore || !base || !isSame(base.hubspot, held.hubspot) || !isSame(base.erp, held.erp)) return null;
  if (!mayWrite(mapped, 'hubspot') || !formerSpellings(mapped, held.erp).includes(held.hubspot)) return null;
  const { value } = toHubSpot(mapped, held.erp, NOWHERE);
  if (value === undefined) return { kind: 'blocked', from: 'erp' };
  if (isSame(value, held.hubspot)) return null;
  const decision = { kind: 'write', to: 'hubspot', value, lost: null, rule: 'respelled' } as const;
  return !isRetried && wasRefused(state, decision, held) ? { kind: 'rest', keep: false } : decision;
}

/** As the code of the state, or as the ERP's list calls it, with the country behind the name. */
function formerSpellings({ fieldShape: { role, options } }: MappedField, erp: string | null): (string | null)[] {
  if (!isState(role) || erp === null) return [];
  return [erp, options?.find(({ value }) => value === erp)?.label ?? erp];
}
