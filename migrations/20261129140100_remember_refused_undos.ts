import type { Knex } from 'knex';

// Why the side did not take the value back, when somebody tried last.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table field_changes add column undo_refused jsonb`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table field_changes drop column undo_refused`);
}
