import type { Knex } from 'knex';

// What an order holds of the stock counts only once the stock was read after it. All of these are places in the sequence mirror_order: when what an
// order holds last was another amount, before the stock of a product was asked for, and since when whatever changed in a stream was surely read.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_orders add column held_order bigint');
  await knex.raw('alter table erp_stock add column read_order bigint');
  await knex.raw('alter table erp_streams add column read_order bigint, add column settled_order bigint');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_streams drop column read_order, drop column settled_order');
  await knex.raw('alter table erp_stock drop column read_order');
  await knex.raw('alter table erp_orders drop column held_order');
}
