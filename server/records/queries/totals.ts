import type { PortalId, RecordId } from '../../shared/ids.ts';
import { isOrganisation, isDeal, type InvoicedObjectType } from '../../shared/object-types.ts';
import { UNSETTLED } from '../../streams/invoices/statuses.ts';
import { OPEN_PARTS, type ContactsCarry } from '../record-invoices.ts';

export interface RecordScope {
  portalId: PortalId;
  objectType: InvoicedObjectType;
  recordId: RecordId;
  contactsCarry: ContactsCarry;
  /** The portal's calendar day, `YYYY-MM-DD`: what is overdue follows from it. */
  today: string;
}

/** The relations that `TOTALS` adds up, over the invoices `carried` and what `settled` them. */
export const totalsParts = (objectType: InvoicedObjectType): string => `
    posted as (select * from carried where status not in ('draft', 'cancelled')),
    parts as (
      select i.currency, part.open,
             case when part.due_on < :today::date and i.status <> 'in_payment' then :today::date - part.due_on else 0 end as days
      from posted
      join erp_invoices i on i.portal_id = :portalId and i.connection_id = posted.connection_id and i.erp_id = posted.erp_id
      cross join ${OPEN_PARTS}
      where posted.type <> 'credit_note' and posted.status in ${UNSETTLED} and part.open > 0
    ),
    paid as (
      select currency, sum(amount) as amount
      from settled
      where status not in ('draft', 'cancelled') and settled_on > :today::date - interval '12 months'
      group by currency
    ),
    credit as (
      select currency, sum(amount) as amount from (
        select i.currency, i.open as amount from posted i where i.type = 'credit_note' and i.open > 0
        union all
        ${unappliedPayments(objectType)}
      ) credits group by currency
    ),
    by_currency as (
      select currency,
        sum(open) as open,
        coalesce(sum(open) filter (where days > 0), 0) as overdue,
        max(days) filter (where days > 0) as oldest,
        coalesce(sum(open) filter (where days = 0), 0) as not_due,
        coalesce(sum(open) filter (where days between 1 and 30), 0) as d30,
        coalesce(sum(open) filter (where days between 31 and 60), 0) as d60,
        coalesce(sum(open) filter (where days between 61 and 90), 0) as d90,
        coalesce(sum(open) filter (where days > 90), 0) as more
      from parts group by currency
    )`;

export const TOTALS = `
    select jsonb_agg(jsonb_build_object(
      'currency', c.currency,
      'open', coalesce(b.open, 0)::text, 'overdue', coalesce(b.overdue, 0)::text, 'oldestOverdueDays', b.oldest,
      'paid12Months', coalesce(p.amount, 0)::text, 'unappliedCredit', coalesce(credit.amount, 0)::text,
      'ageing', jsonb_build_object('notDue', coalesce(b.not_due, 0)::text, 'days1to30', coalesce(b.d30, 0)::text,
        'days31to60', coalesce(b.d60, 0)::text, 'days61to90', coalesce(b.d90, 0)::text, 'over90', coalesce(b.more, 0)::text)
    ) order by c.currency <> coalesce(:portalCurrency, ''), c.currency)
    from (select currency from posted union select currency from credit) c
    left join by_currency b on b.currency = c.currency
    left join paid p on p.currency = c.currency
    left join credit on credit.currency = c.currency`;

// Money not yet applied belongs to the customer, not to an invoice; a deal has none of its own.
function unappliedPayments(objectType: InvoicedObjectType): string {
  if (isDeal(objectType)) return `select null::text, 0::numeric where false`;
  const owner = isOrganisation(objectType) ? 'p.organisation_id' : 'p.customer_id';
  return `
        select p.currency, p.unapplied as amount
        from links l
        join erp_payments p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and ${owner} = l.customer_id
        where l.portal_id = :portalId and l.object_type = '${objectType}' and l.record_id = :recordId and l.state = 'active'
          and p.direction = 'in' and p.status in ('posted', 'in_process') and p.unapplied > 0`;
}
