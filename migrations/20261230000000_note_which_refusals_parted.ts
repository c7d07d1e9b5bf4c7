import type { Knex } from 'knex';

// True: the two were linked, and a person parted them. No rule makes a customer of the record in its place.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table refused_matches add column is_parted boolean not null default false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table refused_matches drop column is_parted');
}
