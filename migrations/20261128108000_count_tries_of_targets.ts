import type { Knex } from 'knex';

// How often in a row a record was put off: each time for longer.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table targets add column tries integer not null default 0`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table targets drop column tries');
}
