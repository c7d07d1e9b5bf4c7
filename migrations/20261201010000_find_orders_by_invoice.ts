import type { Knex } from 'knex';

// Which orders an invoice is of: written by the database itself with each order, so that whatever version of the service stores one keeps it. Most
// orders that are stored have no invoice yet, and cost nothing.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_order_invoices (
      portal_id     bigint not null,
      connection_id uuid not null,
      order_id      text not null,
      invoice_id    text not null,
      primary key (portal_id, connection_id, order_id, invoice_id),
      foreign key (portal_id, connection_id, order_id) references erp_orders (portal_id, connection_id, erp_id) on delete cascade
    )
  `);
  await knex.raw(`create index erp_order_invoices_invoice on erp_order_invoices (portal_id, connection_id, invoice_id)`);
  await knex.raw(`
    insert into erp_order_invoices (portal_id, connection_id, order_id, invoice_id)
    select distinct o.portal_id, o.connection_id, o.erp_id, i.id from erp_orders o cross join lateral jsonb_array_elements_text(o.invoice_ids) i(id)
    where jsonb_typeof(o.invoice_ids) = 'array'
  `);
  await knex.raw(`
    create function keep_order_invoices() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        delete from erp_order_invoices i where i.portal_id = old.portal_id and i.connection_id = old.connection_id and i.order_id = old.erp_id;
      end if;
      insert into erp_order_invoices (portal_id, connection_id, order_id, invoice_id)
      select distinct new.portal_id, new.connection_id, new.erp_id, i.id from jsonb_array_elements_text(new.invoice_ids) i(id);
      return null;
    end $$
  `);
  await knex.raw(`
    create trigger keep_invoices after insert on erp_orders for each row when (jsonb_typeof(new.invoice_ids) = 'array' and new.invoice_ids <> '[]') execute function keep_order_invoices()
  `);
  await knex.raw(`
    create trigger keep_changed_invoices after update of invoice_ids on erp_orders
    for each row when (old.invoice_ids is distinct from new.invoice_ids) execute function keep_order_invoices()
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger keep_changed_invoices on erp_orders');
  await knex.raw('drop trigger keep_invoices on erp_orders');
  await knex.raw('drop function keep_order_invoices');
  await knex.raw('drop table erp_order_invoices');
}
