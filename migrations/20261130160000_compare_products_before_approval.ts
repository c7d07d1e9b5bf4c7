import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // What would be written to a linked product, by property, as [held, wanted]; null: not compared, or the rules are approved.
  await knex.raw(`alter table product_links add column differences jsonb, add column compared_revision bigint`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table product_links drop column differences, drop column compared_revision');
}
