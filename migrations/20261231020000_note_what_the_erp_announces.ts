import type { Knex } from 'knex';

/** Told by the ERP itself, which tells of the next change too; a person who asks for a look tells of none that comes after it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_hints add column is_announced boolean not null default false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_hints drop column is_announced');
}
