import type { Knex } from 'knex';

// Events recorded before they carried a proof take that of their record when it is stored again. Nearly empty once that is done.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index events_unproven on events (portal_id, identity_key, erp_id) where proof is null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index events_unproven');
}
