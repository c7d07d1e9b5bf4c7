import type { LocalDay } from '../../shared/calendar.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { isOrganisation, isDeal, type CustomerObjectType, type InvoicedObjectType } from '../../shared/object-types.ts';
import { UNSETTLED } from '../../streams/invoices/statuses.ts';
import { dayOfInvoice, OPEN_PARTS, type ContactsCarry } from '../record-invoices.ts';

export interface RecordScope {
  portalId: PortalId;
  objectType: InvoicedObjectType;
  recordId: RecordId;
  contactsCarry: ContactsCarry;
  /** What is overdue follows from it. */
  day: LocalDay;
}

/** SQL condition on an invoice: it was sent. */
export const IS_POSTED = `status not in ('draft', 'cancelled')`;

/**
 * SQL of the totals, a row of JSON: per currency what is open and how late it is, what was paid, and what is not used yet. Over the invoices
 * `carried` and what `settled` them, each read once and then added up in one go.
 */
export const totalsSql = (objectType: InvoicedObjectType): string => `
  select json_agg(json_build_object(
    'currency', c.currency,
    'open', c.open::text, 'overdue', c.overdue::text, 'oldestOverdueDays', c.oldest,
    'paid12Months', c.paid::text, 'unappliedCredit', c.credit::text,
    'ageing', json_build_object('notDue', c.not_due::text, 'days1to30', c.d30::text, 'days31to60', c.d60::text, 'days61to90', c.d90::text,
      'over90', c.more::text)
  ) order by c.currency <> coalesce(:portalCurrency, ''), c.currency)
  from (
    select f.currency,
      coalesce(sum(f.open), 0) as open,
      coalesce(sum(f.open) filter (where f.days > 0), 0) as overdue,
      max(f.days) filter (where f.days > 0) as oldest,
      coalesce(sum(f.open) filter (where f.days = 0), 0) as not_due,
      coalesce(sum(f.open) filter (where f.days between 1 and 30), 0) as d30,
      coalesce(sum(f.open) filter (where f.days between 31 and 60), 0) as d60,
      coalesce(sum(f.open) filter (where f.days between 61 and 90), 0) as d90,
      coalesce(sum(f.open) filter (where f.days > 90), 0) as more,
      coalesce(sum(f.paid), 0) as paid,
      coalesce(sum(f.credit), 0) as credit
    from (
      ${POSTED}
      union all
      ${OPEN}
      union all
      ${PAID}
      ${isDeal(objectType) ? '' : `union all ${unappliedPayments(objectType)}`}
    ) f
    group by f.currency
  ) c`;

/** Also names the currencies of what is neither open nor paid. */
const POSTED = `
  select currency, null::numeric as open, null::integer as days, null::numeric as paid,
    sum(open) filter (where type = 'credit_note' and open > 0) as credit
  from carried where ${IS_POSTED}
  group by currency`;

const DAY = dayOfInvoice(':today::date');
const OPEN = `
  select i.currency, part.open,
    case when part.due_on < ${DAY} and i.status <> 'in_payment' then ${DAY} - part.due_on else 0 end, null, null
  from carried
  join erp_invoices i on i.portal_id = :portalId and i.connection_id = carried.connection_id and i.erp_id = carried.erp_id
  cross join ${OPEN_PARTS}
  where carried.type <> 'credit_note' and carried.status in ${UNSETTLED} and part.open > 0`;

const PAID = `
  select currency, null, null, sum(amount), null
  from settled
  where ${IS_POSTED} and settled_on > :today::date - interval '12 months'
  group by currency`;

// Money not yet applied belongs to the customer, not to an invoice; a deal has none of its own.
const unappliedPayments = (objectType: CustomerObjectType): string => `
  select p.currency, null, null, null, p.unapplied
  from links l
  join erp_payments p on p.portal_id = l.portal_id and p.connection_id = l.connection_id
    and p.${isOrganisation(objectType) ? 'organisation_id' : 'customer_id'} = l.customer_id
  where l.portal_id = :portalId and l.object_type = '${objectType}' and l.record_id = :recordId and l.state = 'active'
    and p.direction = 'in' and p.status in ('posted', 'in_process') and p.unapplied > 0`;
