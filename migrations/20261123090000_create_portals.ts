import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table portals (
      portal_id               bigint primary key,
      status                  text not null default 'active' check (status in ('active', 'paused', 'uninstalled')),
      paused_code             text,
      -- Account facts, read at install and refreshed daily.
      time_zone               text not null default 'UTC',
      company_currency        text,
      ui_domain               text not null default 'app.hubspot.com',
      locale                  text not null default 'en' check (locale in ('en', 'es')),
      scopes                  text[] not null default '{}',
      access_token            text,   -- encrypted
      refresh_token           text,   -- encrypted
      access_token_expires_at timestamptz,
      installed_by            bigint, -- HubSpot user id
      installed_at            timestamptz not null default now(),
      uninstalled_at          timestamptz,
      settings                jsonb not null default '{}',
      -- Raised by whatever changes settings, so that caches of other processes notice.
      settings_revision       bigint not null default 1,
      overdue_done_on         date,   -- portal-local day on which the overdue events were made
      swept_at                timestamptz
    )
  `);
  await knex.raw(`
    create table oauth_states (
      state_hash   text primary key,
      browser_hash text not null,
      expires_at   timestamptz not null
    )
  `);
  // A privacy deletion leaves the keyed hash of the e-mail, so that the person is neither linked nor created again.
  await knex.raw(`
    create table tombstones (
      portal_id  bigint not null references portals (portal_id) on delete cascade,
      email_hash text not null,
      created_at timestamptz not null default now(),
      primary key (portal_id, email_hash)
    )
  `);
  await knex.raw(`
    create table hubspot_properties (
      portal_id   bigint not null references portals (portal_id) on delete cascade,
      object_type text not null,
      name        text not null,
      state       text not null check (state in ('ready', 'conflict', 'stopped', 'no_room')),
      detail      jsonb not null default '{}',
      primary key (portal_id, object_type, name)
    )
  `);
  // One row per bucket every process leases from; tokens grow with time.
  await knex.raw(`
    create table rate_buckets (
      portal_id     bigint not null,
      bucket        text not null,
      tokens        double precision not null,
      blocked_until timestamptz,
      updated_at    timestamptz not null default now(),
      primary key (portal_id, bucket)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table rate_buckets, hubspot_properties, tombstones, oauth_states, portals');
}
