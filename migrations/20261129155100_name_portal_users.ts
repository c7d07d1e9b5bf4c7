import type { Knex } from 'knex';

/** What people call a user; null: HubSpot has no name, or was not asked since. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table portal_users add column name text`);
  // Asked again at the next occasion, so that names do not wait for an unknown user.
  await knex.raw(`update portals set users_read_at = null where users_read_at is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table portal_users drop column name`);
}
