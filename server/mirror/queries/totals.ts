import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { ObjectType, PortalId, RecordId } from '../../ids.ts';
import type { CurrencyTotals } from '../../../hubspot-app/app/cards/api/types.ts';
import { OPEN_PARTS, recordInvoicesSql, UNSETTLED, type ContactsCarry } from '../record-invoices.ts';

export interface RecordScope {
  portalId: PortalId;
  objectType: ObjectType;
  recordId: RecordId;
  contactsCarry: ContactsCarry;
  /** The portal's calendar day, `YYYY-MM-DD`: what is overdue follows from it. */
  today: string;
}

/** What the record's invoices add up to, per document currency, the portal's own currency first. Amounts exact, from the ERP's figures. */
export async function loadTotals(db: Db, scope: RecordScope, portalCurrency: string | null): Promise<CurrencyTotals[]> {
  return queryPrepared<CurrencyTotals>(
    db,
    `
    with mine as (${recordInvoicesSql(scope.objectType, scope.contactsCarry)}),
    invoices as (
      select i.* from mine
      join erp_invoices i on i.portal_id = :portalId and i.connection_id = mine.connection_id and i.erp_id = mine.invoice_id
      where i.status not in ('draft', 'cancelled')
    ),
    parts as (
      select i.currency, part.open,
             case when part.due_on < :today::date and i.status <> 'in_payment' then :today::date - part.due_on else 0 end as days
      from invoices i cross join ${OPEN_PARTS}
      where i.type <> 'credit_note' and i.status in ${UNSETTLED} and part.open > 0
    ),
    paid as (
      select i.currency, sum(a.amount) as amount
      from invoices i
      join erp_allocations a on a.portal_id = i.portal_id and a.connection_id = i.connection_id and a.invoice_id = i.erp_id
      where i.type <> 'credit_note' and a.by <> 'credit_note' and a.settled_on > :today::date - interval '12 months'
      group by i.currency
    ),
    credit as (
      select currency, sum(amount) as amount from (
        select i.currency, i.open as amount from invoices i where i.type = 'credit_note' and i.open > 0
        union all
        ${unappliedPayments(scope.objectType)}
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
    )
    select c.currency,
      coalesce(b.open, 0) as open, coalesce(b.overdue, 0) as overdue, b.oldest as oldest_overdue_days,
      coalesce(p.amount, 0) as "paid12Months", coalesce(credit.amount, 0) as unapplied_credit,
      jsonb_build_object('notDue', coalesce(b.not_due, 0)::text, 'days1to30', coalesce(b.d30, 0)::text, 'days31to60', coalesce(b.d60, 0)::text,
        'days61to90', coalesce(b.d90, 0)::text, 'over90', coalesce(b.more, 0)::text) as ageing
    from (select currency from invoices union select currency from credit) c
    left join by_currency b on b.currency = c.currency
    left join paid p on p.currency = c.currency
    left join credit on credit.currency = c.currency
    order by c.currency <> coalesce(:portalCurrency, ''), c.currency`,
    { portalId: scope.portalId, recordIds: [scope.recordId], recordId: scope.recordId, today: scope.today, portalCurrency },
  );
}

// Money not yet applied belongs to the customer, not to an invoice; a deal has none of its own.
function unappliedPayments(objectType: ObjectType): string {
  if (objectType === 'deals') return `select null::text, 0::numeric where false and :recordId::text is null`;
  const owner = objectType === 'companies' ? 'p.organisation_id' : 'p.customer_id';
  return `
        select p.currency, p.unapplied as amount
        from links l
        join erp_payments p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and ${owner} = l.customer_id
        where l.portal_id = :portalId and l.object_type = '${objectType}' and l.record_id = :recordId and l.state = 'active'
          and p.direction = 'in' and p.status in ('posted', 'in_process') and p.unapplied > 0`;
}
