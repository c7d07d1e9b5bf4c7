import type { Knex } from 'knex';

/** What the ERP or a person says has changed is looked at even if its change stamp is the one known; what we look for ourselves is not. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_hints add column is_told boolean not null default false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_hints drop column is_told');
}
