import type { Knex } from 'knex';

const TABLES = ['commands', 'former_commands'] as const;

// Orders are asked for deals. `facts`: what the engine has to remember of a command beside what it sends, and each reason why it was refused.
export async function up(knex: Knex): Promise<void> {
  for (const table of TABLES) {
    await knex.raw(`alter table ${table} drop constraint ${table}_object_type_check`);
    await knex.raw(
      `alter table ${table} add constraint ${table}_object_type_check check (object_type in ('companies', 'contacts', 'deals')) not valid`,
    );
    await knex.raw(`alter table ${table} validate constraint ${table}_object_type_check`);
    await knex.raw(`alter table ${table} add column facts jsonb not null default '{}'`);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of TABLES) {
    await knex.raw(`delete from ${table} where object_type = 'deals'`);
    await knex.raw(`alter table ${table} drop column facts`);
    await knex.raw(`alter table ${table} drop constraint ${table}_object_type_check`);
    await knex.raw(`alter table ${table} add constraint ${table}_object_type_check check (object_type in ('companies', 'contacts'))`);
  }
}
