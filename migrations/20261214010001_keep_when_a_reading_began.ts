import type { Knex } from 'knex';

// Of a stream whose reading needs more than one slice: the order taken before the first of its pages was asked for.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_streams add column began_order bigint');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_streams drop column began_order');
}
