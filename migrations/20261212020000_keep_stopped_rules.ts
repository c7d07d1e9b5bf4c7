import type { Knex } from 'knex';

// The rules that were live when writing was stopped: edited and discarded, they can be brought back until others are approved.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_rules add column stopped jsonb');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_rules drop column stopped');
}
