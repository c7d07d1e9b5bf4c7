import type { Knex } from 'knex';

// The newest of one ERP, page by page.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index field_changes_of_connection on field_changes (connection_id, id desc)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index field_changes_of_connection');
}
