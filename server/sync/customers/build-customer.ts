import type { CustomerFieldKind, FieldValues } from '../../erp/shared/contract.ts';
import { normaliseTaxId, plainTaxId, readTaxId } from '../../mirror/identity-values.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';
import { toErp, type Finding } from '../fields/convert-value.ts';
import { countryRoleFor } from '../fields/addresses.ts';
import { countriesOf } from '../fields/evaluate.ts';
import type { CompiledObjectRules } from '../fields/rules.ts';
import { normaliseName } from '../match/names.ts';
import { emailsIn, keptValue } from '../match/record-keys.ts';

export interface BuiltCustomer {
  values: FieldValues;
  /** Each stops it. */
  missing: Finding[];
  /** HubSpot's own words where the ERP cannot get them, by field: what `missing` speaks of. */
  refused: Readonly<Record<string, string>>;
  /** Odd, but it stops nothing. */
  warnings: Finding[];
  /** As the ERP would get them, to look for customers that are this one already. */
  taxId: string | null;
  email: string | null;
  country: string | null;
  /** By which a person is known, lower case: the address that the ERP would get, and all of HubSpot's. */
  emails: string[];
  /** By which two records may be the same firm or person: a tax id, where there is one, first. Empty: nothing tells. */
  identities: string[];
}

const TAX_ID = 'tax id ';

export const taxIdIn = (identities: readonly string[]): string | undefined => identities.find((fact) => fact.startsWith(TAX_ID));

/** Something says so, and no two tax ids say otherwise. */
export function mayBeSame(one: readonly string[], other: readonly string[]): boolean {
  const [taxId, otherTaxId] = [taxIdIn(one), taxIdIn(other)];
  return taxId && otherTaxId ? taxId === otherTaxId : one.some((fact) => other.includes(fact));
}

type Properties = Readonly<Record<string, string | null>>;

/** What a HubSpot record would be in the ERP, by the mapping and, where that gives nothing, by the defaults. */
export function buildCustomer(
  { mapping, defaults, fields }: CompiledObjectRules,
  kind: CustomerFieldKind,
  { properties, timeZone }: { properties: Properties; timeZone: string },
): BuiltCustomer {
  // A field that is only read from the ERP still begins with what HubSpot knows, unless the ERP takes none.
  // Where a record belongs is told when it is made, or is kept in step afterwards.
  const own = mapping.filter(
    ({ fieldShape: { kinds, role, isReadOnly } }) => kinds.includes(kind) && role !== 'organisation' && !isReadOnly,
  );
  const countries = countriesOf(own, properties);
  const { country } = countries;
  const values: FieldValues = {};
  const missing: Finding[] = [];
  const refused: Record<string, string> = {};
  const warnings: Finding[] = [];
  for (const mapped of own) {
    const ofAddress = countries[countryRoleFor(mapped.fieldShape.role)];
    const held = properties[mapped.property] ?? null;
    const { value, finding, warning } = toErp(mapped, held, { country: ofAddress, timeZone });
    if (finding) {
      missing.push(finding);
      if (held !== null) refused[mapped.field] = held;
    }
    if (warning) warnings.push(warning);
    if (value !== undefined && value !== null) values[mapped.field] = value;
  }
  for (const [field, value] of Object.entries(defaults)) {
    if (fields[field]?.kinds.includes(kind) && value !== '') values[field] ??= value;
  }
  missing.push(...missingFields({ mapping, fields }, kind, values));
  const [taxId, email] = [valueOf('tax_id'), valueOf('email')];
  const normalised = normaliseTaxId(taxId, country);
  // As it is written: a wrong check digit, or a country that only one of them names, leaves no common normal form.
  const written = taxId !== null && readTaxId(taxId, country) !== null ? `written ${plainTaxId(taxId)}` : null;
  return {
    values,
    missing,
    refused,
    warnings,
    taxId,
    email,
    country,
    emails: [...new Set([...parseEmailAddresses(email), ...emailsIn({ ...properties })])],
    identities: [normalised && TAX_ID + normalised, written, email?.toLowerCase(), firmName(properties)]
      .filter((one) => typeof one === 'string')
      .map(keptValue),
  };

  function valueOf(role: 'tax_id' | 'email'): string | null {
    const mapped = own.find(({ fieldShape }) => fieldShape.role === role);
    return mapped ? (values[mapped.field] ?? null) : null;
  }
}

/** Firms of one group share a domain, and people of one name are many. */
function firmName(properties: Properties): string | null {
  const name = normaliseName(properties['name'] ?? '');
  return name === '' ? null : `name ${name}`;
}

function missingFields(
  { mapping, fields }: Pick<CompiledObjectRules, 'mapping' | 'fields'>,
  kind: CustomerFieldKind,
  values: FieldValues,
): Finding[] {
  return Object.entries(fields)
    .filter(([field, { isRequired, kinds }]) => isRequired && kinds.includes(kind) && values[field] === undefined)
    .map(([field, { label }]) => {
      const property = mapping.find((mapped) => mapped.field === field)?.propertyLabel ?? null;
      return { code: 'customer.field_missing', params: { field: label, property } };
    });
}
