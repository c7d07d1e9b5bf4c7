import type { Knex } from 'knex';

// Order numbers are compared without blanks and in upper case; what a person typed is kept to be shown.
const PLAIN = (column: string): string => `upper(regexp_replace(${column}, '\\s', '', 'g'))`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table deal_orders add column typed text');
  await knex.raw(
    `update deal_orders set typed = order_number, order_number = ${PLAIN('order_number')} where order_number <> ${PLAIN('order_number')}`,
  );
  await knex.raw(`
    insert into erp_invoice_origins (portal_id, connection_id, order_number, invoice_id)
    select portal_id, connection_id, ${PLAIN('order_number')}, invoice_id from erp_invoice_origins
    where order_number <> ${PLAIN('order_number')} and ${PLAIN('order_number')} <> ''
    on conflict do nothing
  `);
  await knex.raw(`delete from erp_invoice_origins where order_number <> ${PLAIN('order_number')}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('update deal_orders set order_number = coalesce(typed, order_number)');
  // As the invoices spell them, which is what they were compared by.
  await knex.raw(`
    insert into erp_invoice_origins (portal_id, connection_id, order_number, invoice_id)
    select i.portal_id, i.connection_id, btrim(part, E' \\t\\n\\r'), i.erp_id from erp_invoices i, regexp_split_to_table(i.origin, ',') part
    where btrim(part, E' \\t\\n\\r') <> '' and length(part) <= 200
    on conflict do nothing
  `);
  await knex.raw(`
    delete from erp_invoice_origins o using erp_invoices i
    where i.portal_id = o.portal_id and i.connection_id = o.connection_id and i.erp_id = o.invoice_id
      and not exists (select 1 from regexp_split_to_table(i.origin, ',') part where btrim(part, E' \\t\\n\\r') = o.order_number)
  `);
  await knex.raw('alter table deal_orders drop column typed');
}
