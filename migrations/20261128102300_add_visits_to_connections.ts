import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table erp_connections
      -- When what we keep of the ERP last changed, whichever way it was read.
      add column changed_at timestamptz,
      -- When somebody last opened a card and the ERP was asked because of it.
      add column visited_at timestamptz
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_connections drop column visited_at, drop column changed_at');
}
