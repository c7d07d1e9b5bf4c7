import type { Knex } from 'knex';

// When a paused portal was last asked whether the app is still there. That was written down as a sweep, and what no sweep had looked for was
// never looked for again.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table portals add column asked_at timestamptz');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table portals drop column asked_at');
}
