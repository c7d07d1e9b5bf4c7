import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, DEAL, isDeal, type ObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import type { LinkRule } from '../../../hubspot-app/app/cards/api/types.ts';
import { UNSETTLED } from '../../streams/invoices/statuses.ts';
import { recordInvoicesSql, type ContactsCarry } from '../record-invoices.ts';
import type { RecordScope } from './totals.ts';

export interface StoredCustomer {
  connectionId: ConnectionId;
  id: ErpRecordId;
  name: string;
  number: string | null;
  taxId: string | null;
  rule: LinkRule | null;
  isBlocked: boolean;
  invoicesOf: string | null;
  subsidiaries: { name: string; open: { amount: string; currency: string }[] }[];
}

/** The ERP customers a company or contact is linked to, with what their subsidiaries owe beside, never added. */
export async function loadLinkedCustomers(
  db: Db,
  {
    portalId,
    objectType,
    recordId,
    contactsCarry,
  }: { portalId: PortalId; objectType: CustomerObjectType; recordId: RecordId; contactsCarry: ContactsCarry },
): Promise<StoredCustomer[]> {
  return queryPrepared<StoredCustomer>(
    db,
    `
    select l.connection_id, c.erp_id as id, c.name, c.number, c.tax_id, l.rule, c.blocked as is_blocked,
      case when l.object_type = '${PERSON}' and (:contactsCarry = 'all_contacts' or :contactsCarry = 'billing_contact' and c.is_billing_contact)
        then (
          select o.name from erp_customers o
          where o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.organisation_id and o.erp_id <> c.erp_id)
      end as invoices_of,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', s.name, 'open', s.open) order by s.name)
        from (
          select child.name, (
            select coalesce(jsonb_agg(jsonb_build_object('amount', sums.open::text, 'currency', sums.currency)), '[]')
            from (
              select i.currency, sum(i.open) as open from erp_invoices i
              where i.portal_id = child.portal_id and i.connection_id = child.connection_id and i.organisation_id = child.erp_id
                and i.status in ${UNSETTLED} and i.type <> 'credit_note'
              group by i.currency
            ) sums
          ) as open
          from erp_customers child
          where child.portal_id = c.portal_id and child.connection_id = c.connection_id and child.parent_id = c.erp_id and child.kind = 'organisation'
          limit 20
        ) s
      ), '[]') as subsidiaries
    from links l
    join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
    join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected'
    where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = :recordId and l.state = 'active'
    order by l.linked_at, l.connection_id, l.customer_id`,
    { portalId, objectType, recordId, contactsCarry },
  );
}

interface StoredCandidate {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  name: string;
  number: string | null;
  taxId: string | null;
  city: string | null;
  /** The other record that it is linked to. */
  linkedTo: RecordId | null;
}

/** ERP customers whose name, number, tax id or e-mail contains the words; the best 20. Persons for contacts, organisations for companies. */
export async function searchCustomers(
  db: Db,
  { portalId, objectType, text, recordId }: { portalId: PortalId; objectType: ObjectType; text: string; recordId: RecordId },
): Promise<StoredCandidate[]> {
  const { rows } = await db.raw<{ rows: StoredCandidate[] }>(
    `
    select c.connection_id, c.erp_id as customer_id, c.name, c.number, c.tax_id, c.address ->> 'city' as city,
      (select l.record_id from links l where l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.object_type = :objectType
        and l.customer_id = c.erp_id and l.state = 'active' and l.record_id <> :recordId) as linked_to
    from erp_customers c
    join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id and k.status <> 'disconnected' and k.approved_at is not null
    where c.portal_id = :portalId and c.active
      and case when :objectType = '${ORGANISATION}' then c.kind = 'organisation' else true end
      and (c.name ilike :pattern or c.number ilike :pattern or c.tax_id ilike :pattern or array_to_string(c.emails, ' ') ilike :pattern)
    order by c.name not ilike :start, length(c.name), c.erp_id
    limit 20`,
    { portalId, objectType, recordId, pattern: `%${escapeLike(text)}%`, start: `${escapeLike(text)}%` },
  );
  return rows;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

export interface CustomerOfRecord {
  recordId: RecordId;
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  companyId: string | null;
  number: string | null;
  isBlocked: boolean;
}

/** The customers that these records are linked with, the records in the order given, of each the one linked first. */
export async function loadCustomersOfRecords(
  db: Db,
  { portalId, objectType, recordIds }: { portalId: PortalId; objectType: CustomerObjectType; recordIds: readonly RecordId[] },
): Promise<CustomerOfRecord[]> {
  const { rows } = await db.raw<{ rows: CustomerOfRecord[] }>(
    `select l.record_id, l.connection_id, l.customer_id, c.company_id, c.number, c.blocked or coalesce(o.blocked, false) as is_blocked
     from links l
     join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     left join erp_customers o on o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.organisation_id
     where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = any(:recordIds) and l.state = 'active'
     order by array_position(:recordIds::text[], l.record_id), l.linked_at, l.connection_id, l.customer_id`,
    { portalId, objectType, recordIds: [...recordIds] },
  );
  return rows;
}

/** The ERP customers behind a record, by connection: those linked to it, or on a deal those its invoices belong to. */
export async function loadRecordCustomers(
  db: Db,
  scope: RecordScope,
): Promise<{ connectionId: ConnectionId; customerIds: ErpRecordId[] }[]> {
  const customers = isDeal(scope.objectType)
    ? `select distinct i.connection_id, i.organisation_id as customer_id from (${recordInvoicesSql(DEAL, scope.contactsCarry)}) mine
         join erp_invoices i on i.portal_id = :portalId and i.connection_id = mine.connection_id and i.erp_id = mine.invoice_id
         where i.organisation_id is not null`
    : `select l.connection_id, l.customer_id from links l
         where l.portal_id = :portalId and l.object_type = '${scope.objectType}' and l.record_id = any(:recordIds) and l.state = 'active'`;
  const { rows } = await db.raw<{ rows: { connectionId: ConnectionId; customerIds: ErpRecordId[] }[] }>(
    `select connection_id, array_agg(customer_id) as customer_ids from (${customers}) behind group by connection_id order by connection_id`,
    { portalId: scope.portalId, recordIds: [scope.recordId] },
  );
  return rows;
}
