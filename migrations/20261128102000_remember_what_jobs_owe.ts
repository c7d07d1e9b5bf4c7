import type { Knex } from 'knex';

// What only a job knew: that properties are to be made, and whether a disconnected ERP's values are to be cleared. A job that is given up
// takes its knowledge along; a row is found again.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table portals add column provision_due_at timestamptz`);
  await knex.raw(`alter table erp_connections add column clears_properties boolean not null default true`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table erp_connections drop column clears_properties`);
  await knex.raw(`alter table portals drop column provision_due_at`);
}
