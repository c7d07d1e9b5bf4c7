import type { Knex } from 'knex';

// Of a hundred thousand former links few were frozen, and these are asked for whenever a link gets its fields.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index former_links_left_alone on former_links (portal_id, identity_key) where left_alone is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index former_links_left_alone');
}
