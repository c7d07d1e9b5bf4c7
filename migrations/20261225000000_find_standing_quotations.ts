import type { Knex } from 'knex';

// Those that a signature or a property may confirm: looked for four times a minute, and few of all documents.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index erp_orders_standing on erp_orders (portal_id, connection_id, erp_id) where status = 'quotation'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index erp_orders_standing`);
}
