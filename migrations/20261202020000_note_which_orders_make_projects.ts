import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table erp_orders add column makes_projects boolean not null default false`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table erp_orders drop column makes_projects`);
}
