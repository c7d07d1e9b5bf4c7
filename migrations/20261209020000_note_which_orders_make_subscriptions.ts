import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // How many the ERP makes of it once confirmed.
  await knex.raw(`alter table erp_orders add column subscription_count integer not null default 0`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table erp_orders drop column subscription_count`);
}
