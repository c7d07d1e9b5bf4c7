import type { Knex } from 'knex';

// A reading serves what was asked for before it began. When a stream ended says nothing about that: it may have looked before.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_streams add column completed_for timestamptz');
  await knex.raw('alter table erp_connections add column reading_for timestamptz');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_connections drop column reading_for');
  await knex.raw('alter table erp_streams drop column completed_for');
}
