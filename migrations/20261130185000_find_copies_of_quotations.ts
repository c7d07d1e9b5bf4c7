import type { Knex } from 'knex';

// The orders that were copied from a quotation, where they are documents of their own.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index erp_orders_quotation on erp_orders (portal_id, connection_id, quotation_id) where quotation_id is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index erp_orders_quotation`);
}
