import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table erp_connections
      -- Codes of what the last complete reading found worth telling.
      add column notices text[] not null default '{}',
      -- What would need a person, if it is true: { code, params, about, since }. Tried again before it is believed.
      add column doubt jsonb,
      add column doubt_tries integer not null default 0
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_connections drop column doubt_tries, drop column doubt, drop column notices');
}
