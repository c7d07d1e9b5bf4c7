import { PORTAL_ID, type World } from '../../support/world.ts';
import { CUSTOMERS } from './seed.ts';
import type { Stage } from './stage.ts';

export interface ManyInvoices {
  invoices: number;
  customers: number;
  /** HubSpot records of the customers. */
  recordIds: string[];
  /** The one whose customer has 5,000 invoices. */
  largestId: string;
}

/** Twenty invoices a customer on average, most with a few, some with hundreds, one with 5,000. */
const PER_CUSTOMER = 20;
const LARGEST = 5_000;
const FIRST_RECORD = 60_000_000_000;

export async function seedManyInvoices(
  { world, database: { db } }: Stage,
  { connectionId, invoices }: { connectionId: string; invoices: number },
): Promise<ManyInvoices> {
  const records = invoices / PER_CUSTOMER;
  const largest = Math.min(LARGEST, invoices / 4);
  const bindings = {
    portalId: PORTAL_ID,
    connectionId,
    records,
    invoices,
    largest,
    every: invoices / largest - 1,
    firstRecord: FIRST_RECORD,
  };
  loadCompanies(world, records);
  for (const statement of [CUSTOMERS, LINKS, INVOICES, PAYMENTS, ALLOCATIONS, ORIGINS]) await db.raw(statement, bindings);
  await db.raw('vacuum analyze');
  const recordIds = Array.from({ length: records }, (_, n) => String(FIRST_RECORD + n + 1));
  return { invoices, customers: records, recordIds, largestId: recordIds[0]! };
}

/** In HubSpot too: a push that meets a record which is not there takes its link away, and the cards would answer that nothing is linked. */
function loadCompanies({ portal }: World, records: number): void {
  const companies = Array.from({ length: records }, (_, n) => ({
    id: String(FIRST_RECORD + n + 1),
    properties: { name: `Customer ${n + 1}` },
  }));
  portal.bulkLoad('companies', companies);
}

const LINKS = `
  insert into links (portal_id, connection_id, object_type, customer_id, record_id, state, rule)
  select :portalId, :connectionId, 'companies', 'b' || n, (:firstRecord::bigint + n)::text, 'active', 'tax_id'
  from generate_series(1, :records::integer) n`;

// Customer 1 has the largest part, every so many invoices one, as they are written over the years: its rows lie on as many pages. The others
// share the rest by a power law: few have many. A tenth is open, a third of that late.
const INVOICES = `
  insert into erp_invoices (portal_id, connection_id, erp_id, type, status, number, customer_id, organisation_id, currency, total, open, untaxed, tax,
    base_currency, base_total, base_open, issued_on, due_on, settled_on, origin, lines, erp_created_at, mark, hash, generation)
  select :portalId, :connectionId, 'b' || n, case when n % 50 = 0 then 'credit_note' else 'invoice' end,
    case when n % 50 = 0 then 'paid' when n % 10 > 0 then 'paid' when n % 40 = 10 then 'partially_paid' else 'open' end,
    'INV/' || n, 'b' || customer, 'b' || customer, currency, total, open, total * 0.84, total * 0.16, 'MXN', total * rate, open * rate,
    day, day + 30, case when open = 0 then day + 25 end, case when n % 2 = 0 then 'SO' || n end,
    '[{"description": "Valve", "quantity": "2", "unitPrice": "50.00", "net": "100.00"}]', day, '1', '1', 1
  from (
    select n, 1 + (case when n % :every::integer = 0 and n / :every::integer <= :largest::integer then 0
      else floor((:records::integer - 1) * power(random(), 2))::integer + 1 end) as customer,
      (100 + n % 9000)::numeric as total, case when n % 10 > 0 or n % 50 = 0 then 0 when n % 40 = 10 then 40 else 100 + n % 9000 end::numeric as open,
      case when n % 7 = 0 then 'USD' else 'MXN' end as currency, case when n % 7 = 0 then 18 else 1 end as rate,
      current_date - (n % 900) as day
    from generate_series(1, :invoices::integer) n
  ) made`;

const PAYMENTS = `
  insert into erp_payments (portal_id, connection_id, erp_id, direction, status, number, customer_id, organisation_id, currency, amount, unapplied,
    base_currency, base_amount, base_unapplied, paid_on, method, mark, hash, generation)
  select i.portal_id, i.connection_id, 'p' || i.erp_id, 'in', 'posted', 'PAY/' || i.erp_id, i.customer_id, i.organisation_id, i.currency, i.total, 0,
    i.base_currency, i.base_total, 0, i.settled_on, 'Transfer', '1', '1', 1
  from erp_invoices i
  where i.portal_id = :portalId and i.connection_id = :connectionId and i.generation = 1 and i.mark = '1' and i.status = 'paid' and i.type = 'invoice'`;

const ALLOCATIONS = `
  insert into erp_allocations (portal_id, connection_id, owner_stream, owner_id, position, invoice_id, by, source_id, amount, settled_on)
  select i.portal_id, i.connection_id, 'invoices', i.erp_id, 0, i.erp_id, 'payment', 'p' || i.erp_id, i.total, i.settled_on
  from erp_invoices i
  where i.portal_id = :portalId and i.connection_id = :connectionId and i.generation = 1 and i.mark = '1' and i.status = 'paid' and i.type = 'invoice'`;

const ORIGINS = `
  insert into erp_invoice_origins (portal_id, connection_id, order_number, invoice_id)
  select i.portal_id, i.connection_id, i.origin, i.erp_id from erp_invoices i
  where i.portal_id = :portalId and i.connection_id = :connectionId and i.mark = '1' and i.origin is not null`;
