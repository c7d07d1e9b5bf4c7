import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import type { InvoiceFilter, InvoiceRow, InvoiceSort, InvoiceStatus, InvoiceType } from '../../../hubspot-app/app/cards/api/types.ts';
import { naturalOrder } from '../../mirror/natural-order.ts';
import { OWED, UNSETTLED } from '../../streams/invoices/statuses.ts';
import { dayOfInvoice, hiddenOn, invoicesOfRecordSql, OPEN_PARTS } from '../record-invoices.ts';
import type { RecordScope } from './totals.ts';

export const ROWS_PER_PAGE = 25;

interface InvoiceQuery {
  page: number;
  sort: InvoiceSort;
  direction: 'ascending' | 'descending';
  filter: InvoiceFilter;
  search: string;
}

export interface StoredInvoiceRow {
  connectionId: ConnectionId;
  id: ErpRecordId;
  number: string | null;
  type: InvoiceType;
  status: InvoiceStatus;
  issuedOn: string | null;
  dueOn: string | null;
  instalmentCount: number;
  daysOverdue: number | null;
  hiddenSince: string | null;
  settledOn: string | null;
  currency: string;
  total: string;
  open: string;
  overdue: string;
  customerName: string | null;
}

const DAY = dayOfInvoice(':today::date');

const isOverdue = (day: string): string => `i.status in ${OWED} and i.open > 0 and i.due_on < ${day} and i.type <> 'credit_note'`;

/** An invoice is overdue when something of it is past due; the word follows from the calendar, so no row needs rewriting at midnight. */
export const STATUS = `case when ${isOverdue(DAY)} then 'overdue' else i.status end`;

/** Of what is overdue: by instalments some of it only. */
const LATE = `case when jsonb_array_length(i.instalments) = 0 then i.open
  else (select least(coalesce(sum(part.open), 0), i.open) from ${OPEN_PARTS} where part.open > 0 and part.due_on < ${DAY}) end`;

export const INVOICE_COLUMNS = `
  i.connection_id, i.erp_id as id, i.number, i.type, ${STATUS} as status, i.issued_on, i.due_on, jsonb_array_length(i.instalments) as instalment_count,
  case when i.status in ${UNSETTLED} and i.open > 0 then ${DAY} - i.due_on end as days_overdue, ${hiddenOn('i')} as hidden_since,
  i.settled_on, i.currency, i.total, i.open, case when ${STATUS} = 'overdue' then ${LATE} else 0 end as overdue, c.name as customer_name`;

const FILTERS: Record<InvoiceFilter, string> = {
  all: 'true',
  unpaid: `i.type <> 'credit_note' and i.status in ${UNSETTLED}`,
  // Which are hidden is asked of those alone that would be late.
  overdue: `${isOverdue(':today::date')} and i.due_on < (
    select ${dayOfInvoice(':today::date', 'h')} from erp_invoices h
    where h.portal_id = :portalId and h.connection_id = i.connection_id and h.erp_id = i.erp_id)`,
  paid: `i.type <> 'credit_note' and i.status in ('paid', 'credited')`,
  draft: `i.status = 'draft'`,
  credit_notes: `i.type = 'credit_note'`,
};

const SORTED_BY: Record<InvoiceSort, string> = { issuedOn: 'issued_on', dueOn: 'due_on', total: 'total', open: 'open', number: 'number' };
/** What filters and most orders look at; all are in the index that finds the invoices of an organisation. */
const ALWAYS = ['type', 'status', 'open', 'issued_on', 'due_on'];
const SEARCHED = ['number', 'reference', 'origin'];

/** One page of the record's invoices and how many there are in all. */
export async function loadInvoicePage(
  db: Db,
  scope: RecordScope,
  query: InvoiceQuery,
): Promise<{ rows: StoredInvoiceRow[]; total: number }> {
  const { portalId, recordId, day } = scope;
  const offset = (query.page - 1) * ROWS_PER_PAGE;
  const bindings = { portalId, recordId, ...day, offset, search: query.search };
  const rows = await queryPrepared<StoredInvoiceRow & { found: number }>(db, pageSql(scope, query), bindings);
  return { rows: rows.map(({ found: _, ...row }) => row), total: rows[0]?.found ?? 0 };
}

/** Of the many invoices only what decides is read, of those on the page the rest. Counting as people do is dear: it is left to those that come next. */
function pageSql({ objectType, contactsCarry }: RecordScope, { sort, direction, filter, search }: InvoiceQuery): string {
  const searched = search === '' ? [] : SEARCHED;
  const columns = [...new Set([...ALWAYS, SORTED_BY[sort], ...searched])];
  const isFound = searched.length === 0 ? 'true' : `strpos(lower(concat_ws(' ', i.number, i.reference, i.origin)), lower(:search)) > 0`;
  const by = `i.${SORTED_BY[sort]}`;
  const isUp = direction === 'ascending';
  const first = sort === 'number' ? naturalOrder(by, isUp ? 'asc' : 'desc') : `${by} ${isUp ? 'asc nulls first' : 'desc nulls last'}`;
  const byDay = `${first}, i.issued_on desc nulls last, i.connection_id`;
  const order = `${byDay}, ${naturalOrder('i.erp_id', 'desc')}`;
  return `
    with carried as (${invoicesOfRecordSql(objectType, contactsCarry, columns)}),
    reached as (
      select i.*, count(*) over () as found
      from carried i
      where ${FILTERS[filter]} and ${isFound}
      order by ${byDay}
      fetch first (:offset::integer + ${ROWS_PER_PAGE}) rows with ties
    ),
    shown as (
      select i.connection_id, i.erp_id, i.found, row_number() over (order by ${order}) as nth from reached i
      order by nth limit ${ROWS_PER_PAGE} offset :offset
    )
    select ${INVOICE_COLUMNS}, shown.found
    from shown
    join erp_invoices i on i.portal_id = :portalId and i.connection_id = shown.connection_id and i.erp_id = shown.erp_id
    left join erp_customers c on c.portal_id = i.portal_id and c.connection_id = i.connection_id and c.erp_id = i.organisation_id
    order by shown.nth`;
}

/** Turns a stored row into what the card shows; `linkTo` comes from the connector. */
export function toInvoiceRow(row: StoredInvoiceRow, url: string | null, customerName: string | null): InvoiceRow {
  const { currency, total, open, overdue, ...rest } = row;
  const money = (amount: string) => ({ amount, currency });
  return { ...rest, customerName, total: money(total), open: money(open), overdue: money(overdue), url };
}
