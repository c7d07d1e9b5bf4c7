import { NUMBERED_ORDERS, originCounts } from './catalogue/numbered-orders.ts';
import { ORGANISATION, PERSON, isOrganisation, isDeal, type CustomerObjectType, type InvoicedObjectType } from '../shared/object-types.ts';

/** Which of an organisation's contacts carry the invoices addressed to the organisation alone. */
export type ContactsCarry = 'billing_contact' | 'all_contacts' | 'none';

/**
 * `live`: active links of approved connections, what is written and shown. `preview`: beside them the links proposed for the connection in
 * the binding `previewOf`, as if it were approved.
 */
export type CarriedScope = 'live' | 'preview';

/**
 * SQL of the relation (record_id, connection_id, invoice_id): which invoices a HubSpot record carries. The one place that decides it, for
 * roll-ups and cards alike. Bindings: `portalId`, `recordIds` (text[]), for a preview `previewOf`.
 */
export function recordInvoicesSql(objectType: InvoicedObjectType, contactsCarry: ContactsCarry): string {
  const asked = { scope: 'live', record: 'any(:recordIds)' } as const;
  return isDeal(objectType)
    ? dealInvoices(asked)
    : customerInvoices(objectType, contactsCarry, { ...asked, select: 'l.record_id, i.connection_id, i.erp_id as invoice_id' });
}

/**
 * SQL of the same relation with these columns of the invoices beside it, null where the mirror has none of that id: each invoice would be read
 * twice if it were looked up afterwards.
 */
export function recordInvoicesWithSql(
  objectType: InvoicedObjectType,
  contactsCarry: ContactsCarry,
  scope: CarriedScope,
  columns: readonly string[],
): string {
  const asked = { scope, record: 'any(:recordIds)' };
  const select = columns.map((column) => `i.${column}`).join(', ');
  if (!isDeal(objectType))
    return customerInvoices(objectType, contactsCarry, {
      ...asked,
      select: `l.record_id, i.connection_id, i.erp_id as invoice_id, ${select}`,
    });
  return `
  select carried.record_id, carried.connection_id, carried.invoice_id, ${select} from (${dealInvoices(asked)}) carried
  left join erp_invoices i on i.portal_id = :portalId and i.connection_id = carried.connection_id and i.erp_id = carried.invoice_id`;
}

/**
 * SQL of the invoices that the one record `recordId` carries: (connection_id, erp_id) and these columns of theirs. Looking up each invoice
 * of the relation above reads it twice, which shows with a customer who has thousands. And PostgreSQL takes a list of ids for ten records,
 * which makes a prepared statement look so expensive that it is planned anew for every card.
 */
export function invoicesOfRecordSql(objectType: InvoicedObjectType, contactsCarry: ContactsCarry, columns: readonly string[]): string {
  const asked = { scope: 'live', record: ':recordId' } as const;
  const select = ['connection_id', 'erp_id', ...columns].map((column) => `i.${column}`).join(', ');
  if (!isDeal(objectType)) return customerInvoices(objectType, contactsCarry, { ...asked, select });
  return `
  select ${select} from (${dealInvoices(asked)}) carried
  join erp_invoices i on i.portal_id = :portalId and i.connection_id = carried.connection_id and i.erp_id = carried.invoice_id`;
}

interface Asked {
  scope: CarriedScope;
  /** SQL of what the record's id equals. */
  record: string;
}

/** Columns of link `l` and invoice `i`. */
type Selected = Asked & { select: string };

/** SQL condition on connection `k`: its invoices count. */
export const countsIn: Record<CarriedScope, string> = {
  live: `k.status <> 'disconnected' and k.approved_at is not null`,
  preview: `k.status <> 'disconnected' and (k.approved_at is not null or k.id = :previewOf)`,
};

/** SQL condition on link `l`: it carries. */
export const carriesIn: Record<CarriedScope, string> = {
  live: `l.state = 'active'`,
  preview: `(l.state = 'active' or l.connection_id = :previewOf)`,
};

function customerInvoices(objectType: CustomerObjectType, contactsCarry: ContactsCarry, selected: Selected): string {
  return isOrganisation(objectType) ? companyInvoices(selected) : contactInvoices(selected)[contactsCarry];
}

const linkedTo = (objectType: CustomerObjectType, { scope, record }: Asked): string => `
  from links l
  join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and ${countsIn[scope]}
    and l.portal_id = :portalId and l.object_type = '${objectType}' and ${carriesIn[scope]} and l.record_id = ${record}`;

// A customer has at most one link of each object type, so no invoice is met twice.
const companyInvoices = (selected: Selected): string => `
  select ${selected.select}
  ${linkedTo(ORGANISATION, selected)}
  join erp_invoices i on i.portal_id = l.portal_id and i.connection_id = l.connection_id and i.organisation_id = l.customer_id`;

const addressedToPerson = (selected: Selected): string => `
  select ${selected.select}
  ${linkedTo(PERSON, selected)}
  join erp_invoices i on i.portal_id = l.portal_id and i.connection_id = l.connection_id and i.customer_id = l.customer_id`;

// Written so that PostgreSQL expects half of the invoices to pass. Of `coalesce(…) = i.organisation_id` it expects hardly any, and then reads all
// invoices of the connection once for each contact.
const TO_ORGANISATION = `coalesce(i.customer_id = i.organisation_id, true)`;

const addressedToOrganisation = (selected: Selected, which: string): string => `
  select ${selected.select}
  ${linkedTo(PERSON, selected)}
  join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id ${which}
  join erp_invoices i on i.portal_id = c.portal_id and i.connection_id = c.connection_id and i.organisation_id = c.organisation_id
    and ${TO_ORGANISATION}`;

const contactInvoices = (selected: Selected): Record<ContactsCarry, string> => ({
  none: addressedToPerson(selected),
  billing_contact: `${addressedToPerson(selected)} union ${addressedToOrganisation(selected, 'and c.is_billing_contact')}`,
  all_contacts: `${addressedToPerson(selected)} union ${addressedToOrganisation(selected, '')}`,
});

// By a person's tie; by the order number that the invoice names, where one order alone has it, as numbers repeat from company to company and short ones in
// one company, and a tied order of that number is the one that is meant; and by what the order itself says its invoices are, whatever somebody wrote into their origin.
const dealInvoices = ({ scope, record }: Asked): string => `
  select t.deal_id as record_id, t.connection_id, t.invoice_id
  from invoice_ties t
  join erp_connections k on k.portal_id = t.portal_id and k.id = t.connection_id and ${countsIn[scope]}
  where t.portal_id = :portalId and t.deal_id = ${record}
  union
  select d.deal_id, o.connection_id, o.invoice_id
  from deal_orders d
  join erp_invoice_origins o on o.portal_id = d.portal_id and o.order_number = d.order_number
  join erp_connections k on k.portal_id = o.portal_id and k.id = o.connection_id and ${countsIn[scope]}
  where d.portal_id = :portalId and d.deal_id = ${record} and ${originCounts('o')} and 1 = (${ordersOfNumber(scope)})
  union
  select mine.deal_id, o.connection_id, i.id
  from (
    select t.portal_id, t.connection_id, t.order_id, t.deal_id from order_ties t where t.portal_id = :portalId and t.deal_id = ${record}
    union all
    select n.portal_id, n.connection_id, n.erp_id, d.deal_id from ${NUMBERED_ORDERS}
    where d.portal_id = :portalId and d.deal_id = ${record} and 1 >= (${ordersOfNumber(scope)})
      and 1 = (select count(*) from erp_orders other where other.portal_id = d.portal_id and other.order_number = d.order_number)
  ) mine
  join erp_connections k on k.portal_id = mine.portal_id and k.id = mine.connection_id and ${countsIn[scope]}
  join erp_orders o on o.portal_id = mine.portal_id and o.connection_id = mine.connection_id and o.erp_id = mine.order_id
  cross join lateral jsonb_array_elements_text(o.invoice_ids) i(id)`;

/** SQL of a number: how many orders the order number of deal order `d` may mean, those of two organisations counted apart. */
export const ordersOfNumber = (scope: CarriedScope): string => `
  select count(distinct (i.connection_id, i.organisation_id, coalesce(other.stands_for, other.order_number)))
  from erp_invoice_origins other
  join erp_connections k on k.portal_id = other.portal_id and k.id = other.connection_id and ${countsIn[scope]}
  join erp_invoices i on i.portal_id = other.portal_id and i.connection_id = other.connection_id and i.erp_id = other.invoice_id
  where other.portal_id = d.portal_id and other.order_number = d.order_number and ${originCounts('other')}`;

/** SQL: the portal's day on which the ERP hid this invoice from our user; null while it is seen. Binding: timeZone. */
export const hiddenOn = (invoice: string): string => `(${invoice}.hidden_since at time zone :timeZone)::date`;

/**
 * SQL: the day by which it is told what of an invoice is late. It may have been paid since it was hidden, so from then on the calendar makes nothing of it
 * late, nor later. Binding: timeZone.
 */
export const dayOfInvoice = (today: string, invoice = 'i'): string => `least(${today}, ${hiddenOn(invoice)})`;

/**
 * SQL of the open parts of invoice `i`: (due_on, open), one per instalment, or one for the whole. A payment in progress is nobody's
 * debt that is late, so such invoices have parts but are never overdue: ask for `OWED` where that matters.
 */
export const OPEN_PARTS = `
  lateral (
    select (part ->> 'dueOn')::date as due_on, (part ->> 'open')::numeric as open
    from jsonb_array_elements(i.instalments) part
    union all
    select i.due_on, i.open where jsonb_array_length(i.instalments) = 0
  ) part`;
