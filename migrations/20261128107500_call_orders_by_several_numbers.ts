import type { Knex } from 'knex';

// People call an order by less than its whole number, too, and two orders may share that. Null: the number is the order's own.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_invoice_origins add column stands_for text');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('delete from erp_invoice_origins where stands_for is not null');
  await knex.raw('alter table erp_invoice_origins drop column stands_for');
}
