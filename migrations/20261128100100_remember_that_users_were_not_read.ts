import type { Knex } from 'knex';

// HubSpot is asked for the users again a moment after it did not answer, by whichever process, and the cards say that the list is old.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table portals add column users_refused_at timestamptz`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table portals drop column users_refused_at`);
}
