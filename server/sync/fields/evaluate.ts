import { countryRoleFor, type CountryRole } from './addresses.ts';
import { areAlike, isWrittenInUtc, NOWHERE, toErp, toHubSpot, type Finding } from './convert-value.ts';
import { decideField } from './decide-field.ts';
import { ruleKey, type FieldDecision, type FieldOrder, type FieldState, type HeldValues, type KnownField } from './field-state.ts';
import type { MappedField } from './field-shapes.ts';
import type { Relations } from './relations.ts';
import { respell, SPELLING } from './respell.ts';

type Values = Readonly<Record<string, string | null>>;

/** What is kept of the fields of a link, by property. */
export interface KeptFields {
  fields: Readonly<Record<string, FieldState>>;
  orders: Readonly<Record<string, FieldOrder>>;
  frozen: readonly string[];
  /** Properties whose values in HubSpot we wrote in a former spelling. */
  writtenBefore: readonly string[];
}

export interface EvaluatedField extends KnownField {
  mapped: MappedField;
  /** As each side holds it now. */
  hubspot: string | null;
  erp: string | null;
  decision: FieldDecision;
  /** Why a value that the other side was to hold has none there. */
  finding: Finding | null;
}

/** What both sides hold now. */
export interface BothValues {
  properties: Values;
  fields: Values;
  relations: Relations;
  /** The account's. */
  timeZone: string;
}

/** What is to become of each field of a link, with what both sides hold now. */
export function evaluateFields(
  mapping: readonly MappedField[],
  kept: KeptFields,
  { properties, fields, relations, timeZone }: BothValues,
): EvaluatedField[] {
  const countries = countriesOf(mapping, properties, fields);
  return mapping.map((mapped) => {
    const known = knownOf(kept, mapped);
    const [hubspot, erp] = [heldIn(properties, mapped.property), heldIn(fields, mapped.field)];
    const country = countries[countryRoleFor(mapped.fieldShape.role)];
    const isOfRecords = mapped.fieldShape.role === 'organisation';
    const [forErp, forHubSpot] = isOfRecords
      ? [relations.toErp(hubspot), relations.toHubSpot(erp)]
      : [toErp(mapped, hubspot, { country, timeZone }), toHubSpot(mapped, erp, { timeZone })];
    const asErp = isWrittenInUtc(mapped, hubspot, erp) ? erp : forErp.value;
    const now = { hubspot: { held: hubspot, asOther: asErp }, erp: { held: erp, asOther: forHubSpot.value } };
    // Ids of two systems that look alike say nothing.
    const decision =
      respell(mapped, known, { hubspot, erp }) ?? decideField(mapped, known, now, (one, two) => !isOfRecords && areAlike(mapped, one, two));
    const from = decision.kind === 'blocked' ? decision.from : decision.kind === 'ask' ? decision.cannot : undefined;
    const { finding = null } = from === undefined ? {} : from === 'hubspot' ? forErp : forHubSpot;
    return { mapped, ...known, hubspot, erp, decision, finding };
  });
}

/** Blanks say nothing. */
function heldIn(values: Values, name: string): string | null {
  const held = values[name] ?? null;
  return held?.trim() === '' ? null : held;
}

/** Of the HubSpot record where it names one, else of the customer: states are those of a country. */
export function countriesOf(mapping: readonly MappedField[], properties: Values, fields: Values = {}): Record<CountryRole, string | null> {
  const named = (role: CountryRole): string | null => {
    const mapped = mapping.find(({ fieldShape }) => fieldShape.role === role);
    if (!mapped) return null;
    return toErp(mapped, properties[mapped.property] ?? null, NOWHERE).value ?? fields[mapped.field] ?? null;
  };
  return { country: named('country'), delivery_country: named('delivery_country') };
}

function knownOf({ fields, orders, frozen, writtenBefore }: KeptFields, { property, field }: MappedField): KnownField {
  const state = fields[property];
  // Of another field than before nothing is known.
  return {
    state: state?.field === field ? withoutTrial(state) : undefined,
    order: orders[property],
    isFrozen: frozen.includes(property),
    isWrittenBefore: writtenBefore.includes(property),
  };
}

/** Whether it waits for the first few is found out anew each time. */
const withoutTrial = ({ isBehindTrial: _, ...state }: FieldState): FieldState => state;

/** What is remembered of a field that is left as it is, or was written: what both sides hold. */
export const inStep = (mapped: MappedField, base: HeldValues): FieldState => ({
  field: mapped.field,
  base,
  spelling: SPELLING,
  rule: ruleKey(mapped),
});
