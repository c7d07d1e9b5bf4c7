import type { Knex } from 'knex';

// An order that was just confirmed: the rules for projects are still to be looked at for it. Those of before such rules were saved are not.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table order_ties add column projects_due boolean not null default false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table order_ties drop column projects_due');
}
