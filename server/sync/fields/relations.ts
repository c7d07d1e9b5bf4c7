import { recordId, type ErpRecordId, type RecordId } from '../../shared/ids.ts';
import { differsFromBefore } from './before-rules.ts';
import type { Converted, Finding } from './convert-value.ts';
import type { EvaluatedField } from './evaluate.ts';
import type { FieldState, Side } from './field-state.ts';
import type { MappedField } from './field-shapes.ts';

/** What companies are in the ERP and organisations in HubSpot, by their links. */
export interface Relations {
  toErp(company: string | null): Converted;
  toHubSpot(organisation: string | null): Converted;
  /** What the record of this id is called. */
  nameOf(side: Side, id: string): string;
}

const UNLINKED_COMPANY = 'relation.company_unlinked';
const UNLINKED_ORGANISATION = 'relation.organisation_unlinked';
const CANNOT_MOVE = 'relation.person_cannot_move';
/** `UNLINKED_ORGANISATION` is a problem no more; who was told before this was so is told that it is over. */
export const RELATION_PROBLEMS: readonly string[] = [UNLINKED_COMPANY, UNLINKED_ORGANISATION, CANNOT_MOVE];

/** Nothing is wrong: it goes on by itself as soon as the other record is linked. */
export const isWaiting = (finding: Finding | null): finding is Finding =>
  finding?.code === UNLINKED_COMPANY || finding?.code === UNLINKED_ORGANISATION;

/** Whoever moved a record in HubSpot expects that the ERP follows, and is told why it does not. */
export const isTold = ({ finding, isFromBefore }: NonNullable<FieldState['waits']>): boolean =>
  finding.code === UNLINKED_COMPANY && !isFromBefore;

interface Awaited {
  awaitedRecord: string | null;
  awaitedCustomer: string | null;
}

/** Whose link the fields of a record wait for: one at a time. */
export function awaitedBy(fields: Readonly<Record<string, FieldState>>): Awaited {
  const params = Object.values(fields).find(({ waits }) => waits)?.waits?.finding.params ?? {};
  const { recordId: record = null, customerId = null } = params;
  return { awaitedRecord: record === null ? null : String(record), awaitedCustomer: customerId === null ? null : String(customerId) };
}

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

/**
 * A person who is asked needs two answers that can be written: while one of the two is not linked, the field waits. Where the ERP moves nobody, it is
 * said how the person gets to the other organisation; of what differed all along people are asked, since HubSpot may be put right.
 */
export function withoutVainQuestion(field: EvaluatedField, relations: Relations): EvaluatedField {
  const { mapped, decision, hubspot, erp } = field;
  const { role, isReadOnly } = mapped.fieldShape;
  if (role !== 'organisation' || decision.kind !== 'ask') return field;
  const [ofCompany, ofOrganisation] = [relations.toErp(hubspot).finding, relations.toHubSpot(erp).finding];
  if (ofCompany) return { ...field, decision: { kind: 'blocked', from: 'hubspot' }, finding: ofCompany };
  if (ofOrganisation) return { ...field, decision: { kind: 'blocked', from: 'erp' }, finding: ofOrganisation };
  if (!isReadOnly || hubspot === null || erp === null || differsFromBefore(field)) return field;
  const params = { company: relations.nameOf('hubspot', hubspot), organisation: relations.nameOf('erp', erp) };
  return { ...field, decision: { kind: 'blocked', from: 'hubspot' }, finding: { code: CANNOT_MOVE, params } };
}

/** What people read in the place of an id. */
export const shownAs = ({ nameOf }: Pick<Relations, 'nameOf'>, side: Side, id: string | null): string | null => {
  if (!id) return id;
  const name = nameOf(side, id);
  return name === id ? id : `${name} (${id})`;
};
