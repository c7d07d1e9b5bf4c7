import type { Knex } from 'knex';

/** Whether the record and its customer were both in use when the ERP was disconnected: of those that were not, nothing went meanwhile. Of before nobody knows. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table former_links add column was_in_use boolean not null default false`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table former_links drop column was_in_use');
}
