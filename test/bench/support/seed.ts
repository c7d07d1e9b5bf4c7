import { PORTAL_ID } from '../../support/world.ts';
import type { Stage } from './stage.ts';

/** Linked companies with two invoices each, all of them due, as if just read. */
export async function seedLinkedCompanies(
  { world, database: { db } }: Stage,
  { connectionId, records }: { connectionId: string; records: number },
): Promise<void> {
  const ids = world.portal.bulkLoad(
    'companies',
    Array.from({ length: records }, (_, n) => ({ properties: { name: `Company ${n}` } })),
  );
  const bindings = { portalId: PORTAL_ID, connectionId, records };
  await db.raw(CUSTOMERS, bindings);
  await db.raw(INVOICES, { ...bindings, perCustomer: 2 });
  for (let start = 0; start < ids.length; start += 10_000) {
    await db.raw(LINKS, { ...bindings, start, ids: ids.slice(start, start + 10_000) });
  }
  await db.raw(TARGETS, bindings);
  await db.raw('analyze');
}

export const CUSTOMERS = `
  insert into erp_customers (portal_id, connection_id, erp_id, kind, organisation_id, name, is_billing_contact, active, blocked, mark, hash, generation)
  select :portalId, :connectionId, 'b' || n, 'organisation', 'b' || n, 'Customer ' || n, false, true, false, '1', '1', 1
  from generate_series(1, :records::integer) n`;

const INVOICES = `
  insert into erp_invoices (portal_id, connection_id, erp_id, type, status, number, customer_id, organisation_id, currency, total, open, untaxed, tax,
    base_currency, base_total, base_open, issued_on, due_on, mark, hash, generation)
  select :portalId, :connectionId, 'b' || n || '-' || i, 'invoice', case when i = 1 then 'open' else 'paid' end, 'INV/' || n || '/' || i, 'b' || n, 'b' || n,
    'MXN', 100 + n, case when i = 1 then 100 + n else 0 end, 100 + n, 0, 'MXN', 100 + n, case when i = 1 then 100 + n else 0 end,
    current_date - (n % 300), current_date - (n % 300) + 30, '1', '1', 1
  from generate_series(1, :records::integer) n cross join generate_series(1, :perCustomer::integer) i`;

const LINKS = `
  insert into links (portal_id, connection_id, object_type, customer_id, record_id, state, rule)
  select :portalId, :connectionId, 'companies', 'b' || (:start::integer + n), id, 'active', 'tax_id'
  from unnest(:ids::text[]) with ordinality as given(id, n)`;

const TARGETS = `
  insert into targets (portal_id, object_type, record_id)
  select l.portal_id, l.object_type, l.record_id from links l
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.customer_id like 'b%'`;
