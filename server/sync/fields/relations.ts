import { recordId, type ErpRecordId, type RecordId } from '../../shared/ids.ts';
import type { Converted } from './convert-value.ts';
import type { EvaluatedField } from './evaluate.ts';
import type { Side } from './field-state.ts';
import type { MappedField } from './field-shapes.ts';

/** What companies are in the ERP and organisations in HubSpot, by their links. */
export interface Relations {
  toErp(company: string | null): Converted;
  toHubSpot(organisation: string | null): Converted;
  /** What the record of this id is called. */
  nameOf(side: Side, id: string): string;
}

/** Which company or organisation is not linked, as far as `wakeByRelations` needs it. */
export const UNLINKED_COMPANY = 'relation.company_unlinked';
export const UNLINKED_ORGANISATION = 'relation.organisation_unlinked';
const CANNOT_MOVE = 'relation.person_cannot_move';
export const RELATION_PROBLEMS: readonly string[] = [UNLINKED_COMPANY, UNLINKED_ORGANISATION, CANNOT_MOVE];

/** Ids of records as the two sides hold them. */
export interface RelatedIds {
  companies: readonly string[];
  organisations: readonly string[];
}

/** Both sides of links as they were read. */
interface HeldValues {
  properties: Readonly<Record<string, string | null>>;
  fields: Readonly<Record<string, string | null>>;
}

/** Which records these lines of the mapping speak of. */
export function relatedIds(mapping: readonly MappedField[], held: readonly HeldValues[]): RelatedIds {
  const lines = mapping.filter(({ fieldShape }) => fieldShape.role === 'organisation');
  const valuesIn = (values: (one: HeldValues, line: MappedField) => string | null | undefined): string[] => [
    ...new Set(held.flatMap((one) => lines.flatMap((line) => values(one, line) || []))),
  ];
  return {
    companies: valuesIn(({ properties }, { property }) => properties[property]),
    organisations: valuesIn(({ fields }, { field }) => fields[field]),
  };
}

export interface RelationNames {
  organisationOf: ReadonlyMap<string, ErpRecordId>;
  companyOf: ReadonlyMap<string, RecordId>;
  names: Record<Side, ReadonlyMap<string, string>>;
}

export function relationsOf({ organisationOf, companyOf, names }: RelationNames): Relations {
  const nameOf = (side: Side, id: string): string => names[side].get(id) ?? id;
  return {
    nameOf,
    toErp(company) {
      if (!company) return { value: null };
      const value = organisationOf.get(company);
      const params = { company: nameOf('hubspot', company), recordId: company };
      return value === undefined ? { value, finding: { code: UNLINKED_COMPANY, params } } : { value };
    },
    toHubSpot(organisation) {
      if (!organisation) return { value: null };
      const value = companyOf.get(organisation);
      const params = { organisation: nameOf('erp', organisation), customerId: organisation };
      return value === undefined ? { value, finding: { code: UNLINKED_ORGANISATION, params } } : { value: recordId(value) };
    },
  };
}

/** Where the ERP moves nobody, there is nothing to ask a person: how the person gets to the other organisation is said. */
export function staysWhereItIs(field: EvaluatedField, { nameOf }: Relations): EvaluatedField {
  const { mapped, decision, hubspot, erp } = field;
  const { role, isReadOnly } = mapped.fieldShape;
  if (role !== 'organisation' || !isReadOnly || decision.kind !== 'ask' || hubspot === null || erp === null) return field;
  const params = { company: nameOf('hubspot', hubspot), organisation: nameOf('erp', erp) };
  return { ...field, decision: { kind: 'blocked', from: 'hubspot' }, finding: { code: CANNOT_MOVE, params } };
}

/** What people read in the place of an id. */
export const shownAs = ({ nameOf }: Pick<Relations, 'nameOf'>, side: Side, id: string | null): string | null => {
  if (!id) return id;
  const name = nameOf(side, id);
  return name === id ? id : `${name} (${id})`;
};
