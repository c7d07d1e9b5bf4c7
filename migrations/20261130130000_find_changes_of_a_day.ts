import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index field_changes_by_day on field_changes (connection_id, at)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index field_changes_by_day');
}
