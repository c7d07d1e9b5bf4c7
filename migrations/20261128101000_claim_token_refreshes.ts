import type { Knex } from 'knex';

// Until when somebody is asking HubSpot for a new token: a row instead of a lock, so that no database connection waits for HubSpot.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table portals add column refreshing_until timestamptz');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table portals drop column refreshing_until');
}
