import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // Who belongs to which team, as HubSpot last said: decides who sees amounts. Names are not kept.
  await knex.raw(`
    create table portal_users (
      portal_id bigint not null references portals (portal_id) on delete cascade,
      user_id   bigint not null,
      email     text not null,
      teams     jsonb not null default '[]',  -- [{ id, name }]
      primary key (portal_id, user_id)
    )
  `);
  await knex.raw(`alter table portals add column users_read_at timestamptz`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table portals drop column users_read_at`);
  await knex.raw('drop table portal_users');
}
