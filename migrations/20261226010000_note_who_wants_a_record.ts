import type { Knex } from 'knex';

// HubSpot user id of who asked for a HubSpot record of this customer, until it is there or turns out to be another one.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_matches add column wanted_by bigint');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_matches drop column wanted_by');
}
