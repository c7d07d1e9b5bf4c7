import type { ObjectType } from '../ids.ts';

/** Which of an organisation's contacts carry the invoices addressed to the organisation alone. */
export type ContactsCarry = 'billing_contact' | 'all_contacts' | 'none';

/**
 * SQL of the relation (record_id, connection_id, invoice_id): which invoices a HubSpot record carries. The one place that decides it, for
 * roll-ups and cards alike. Bindings: `portalId`, `recordIds` (text[]). Only active links of approved connections count.
 */
export function recordInvoicesSql(objectType: ObjectType, contactsCarry: ContactsCarry): string {
  if (objectType === 'companies') return COMPANY_INVOICES;
  if (objectType === 'deals') return DEAL_INVOICES;
  return CONTACT_INVOICES[contactsCarry];
}

const LINKED = `
  from links l
  join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected' and k.approved_at is not null`;

const COMPANY_INVOICES = `
  select distinct l.record_id, i.connection_id, i.erp_id as invoice_id
  ${LINKED}
  join erp_invoices i on i.portal_id = l.portal_id and i.connection_id = l.connection_id and i.organisation_id = l.customer_id
  where l.portal_id = :portalId and l.object_type = 'companies' and l.state = 'active' and l.record_id = any(:recordIds)`;

const ADDRESSED_TO_PERSON = `
  select l.record_id, i.connection_id, i.erp_id as invoice_id
  ${LINKED}
  join erp_invoices i on i.portal_id = l.portal_id and i.connection_id = l.connection_id and i.customer_id = l.customer_id
  where l.portal_id = :portalId and l.object_type = 'contacts' and l.state = 'active' and l.record_id = any(:recordIds)`;

const addressedToOrganisation = (which: string): string => `
  select l.record_id, i.connection_id, i.erp_id as invoice_id
  ${LINKED}
  join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id ${which}
  join erp_invoices i on i.portal_id = c.portal_id and i.connection_id = c.connection_id and i.organisation_id = c.organisation_id
    and coalesce(i.customer_id, i.organisation_id) = i.organisation_id
  where l.portal_id = :portalId and l.object_type = 'contacts' and l.state = 'active' and l.record_id = any(:recordIds)`;

const CONTACT_INVOICES: Record<ContactsCarry, string> = {
  none: `select distinct * from (${ADDRESSED_TO_PERSON}) addressed`,
  billing_contact: `${ADDRESSED_TO_PERSON} union ${addressedToOrganisation('and c.is_billing_contact')}`,
  all_contacts: `${ADDRESSED_TO_PERSON} union ${addressedToOrganisation('')}`,
};

// Order numbers repeat from company to company: a number met in the invoices of two organisations ties nothing by itself.
const DEAL_INVOICES = `
  select t.deal_id as record_id, t.connection_id, t.invoice_id
  from invoice_ties t
  join erp_connections k on k.portal_id = t.portal_id and k.id = t.connection_id and k.status <> 'disconnected' and k.approved_at is not null
  where t.portal_id = :portalId and t.deal_id = any(:recordIds)
  union
  select d.deal_id, o.connection_id, o.invoice_id
  from deal_orders d
  join erp_invoice_origins o on o.portal_id = d.portal_id and o.order_number = d.order_number
  join erp_connections k on k.portal_id = o.portal_id and k.id = o.connection_id and k.status <> 'disconnected' and k.approved_at is not null
  where d.portal_id = :portalId and d.deal_id = any(:recordIds)
    and 1 = (
      select count(distinct (i.connection_id, i.organisation_id))
      from erp_invoice_origins other
      join erp_invoices i on i.portal_id = other.portal_id and i.connection_id = other.connection_id and i.erp_id = other.invoice_id
      where other.portal_id = d.portal_id and other.order_number = d.order_number
    )`;

/** Posted and not yet settled; the only states in which an amount can be open, due or overdue. */
export const UNSETTLED = `('open', 'partially_paid', 'in_payment')`;

/**
 * SQL of the open parts of invoice `i`: (due_on, open), one per instalment, or one for the whole. A payment in progress is nobody's
 * debt that is late, so such invoices have parts but are never overdue: filter on `i.status <> 'in_payment'` for that.
 */
export const OPEN_PARTS = `
  lateral (
    select (part ->> 'dueOn')::date as due_on, (part ->> 'open')::numeric as open
    from jsonb_array_elements(i.instalments) part
    union all
    select i.due_on, i.open where jsonb_array_length(i.instalments) = 0
  ) part`;
