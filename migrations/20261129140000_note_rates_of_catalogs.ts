import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // The exchange rates that prices were computed with, as the ERP told them last, and when it was asked.
  await knex.raw(`alter table catalog_rules add column rates text, add column rates_asked_at timestamptz`);
  await knex.raw(`create index erp_prices_computed on erp_prices (connection_id, portal_id) where amount is null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index erp_prices_computed`);
  await knex.raw(`alter table catalog_rules drop column rates, drop column rates_asked_at`);
}
