import type { Knex } from 'knex';

// HubSpot user id of who said that a customer is left out, while its state is ignored because of that.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_matches add column left_out_by bigint');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_matches drop column left_out_by');
}
