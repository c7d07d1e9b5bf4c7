import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { Deal } from './read-deals.ts';

export type DealCustomer =
  | {
      state: 'linked';
      customerId: ErpRecordId;
      contactId: ErpRecordId | null;
      name: string;
      number: string | null;
      taxId: string | null;
      isBlocked: boolean;
      /** Nobody sells to it any more. */
      isArchived: boolean;
    }
  /** The first of these that is linked is the customer. */
  | { state: 'unlinked'; records: [Candidate, ...Candidate[]] }
  | { state: 'none' };

interface Candidate {
  objectType: CustomerObjectType;
  recordId: RecordId;
}

interface Linked {
  recordId: RecordId;
  customerId: ErpRecordId;
  organisationId: ErpRecordId | null;
  name: string;
  number: string | null;
  taxId: string | null;
  isBlocked: boolean;
  isArchived: boolean;
}

/** Whose the deal is in the ERP: its companies' customer, the primary one first, else its contacts'. */
export async function findCustomer(db: Db, scope: ConnectionScope, deal: Pick<Deal, 'organisations' | 'persons'>): Promise<DealCustomer> {
  const organisations = await loadLinked(db, scope, ORGANISATION, deal.organisations);
  const persons = await loadLinked(db, scope, PERSON, deal.persons);
  const hasOrganisation = deal.organisations.length > 0;
  const [organisation] = organisations;
  if (organisation) {
    const person = persons.find((one) => one.organisationId === organisation.customerId && one.customerId !== organisation.customerId);
    return linked(organisation, organisation.customerId, person?.customerId ?? null);
  }
  // A company that is no customer yet is waited for: its contact's organisation may be another one.
  const candidates = (hasOrganisation ? deal.organisations : deal.persons).map((recordId): Candidate => {
    return { objectType: hasOrganisation ? ORGANISATION : PERSON, recordId };
  });
  const [person] = persons;
  if (!hasOrganisation && person) {
    const isOfOrganisation = person.organisationId !== null && person.organisationId !== person.customerId;
    return isOfOrganisation ? linked(person, person.organisationId!, person.customerId) : linked(person, person.customerId, null);
  }
  const [first, ...others] = candidates;
  return first ? { state: 'unlinked', records: [first, ...others] } : { state: 'none' };
}

function linked(
  { recordId: _record, organisationId: _organisation, ...facts }: Linked,
  customerId: ErpRecordId,
  contactId: ErpRecordId | null,
): DealCustomer {
  return { state: 'linked', ...facts, customerId, contactId };
}

/** In the order asked for. */
async function loadLinked(db: Db, scope: ConnectionScope, objectType: CustomerObjectType, ids: readonly RecordId[]): Promise<Linked[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: Linked[] }>(
    `select distinct on (l.record_id) l.record_id, l.customer_id, c.organisation_id, coalesce(o.name, c.name, l.customer_id) as name,
       coalesce(o.number, c.number) as number, coalesce(o.tax_id, c.tax_id) as tax_id, coalesce(c.blocked, false) or coalesce(o.blocked, false) as is_blocked,
       not coalesce(c.active, true) or not coalesce(o.active, true) as is_archived
     from links l
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     left join erp_customers o on o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.organisation_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.state = 'active'
       and l.record_id = any(:ids)
     order by l.record_id, l.linked_at, l.customer_id`,
    { ...scope, objectType, ids: [...ids] },
  );
  return ids.flatMap((id) => rows.find(({ recordId }) => recordId === id) ?? []);
}
