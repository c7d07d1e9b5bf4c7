import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_connections (
      portal_id            bigint not null references portals (portal_id) on delete cascade,
      id                   uuid not null,
      system               text not null,
      name                 text not null,
      settings             text not null,          -- encrypted
      public_settings      jsonb not null default '{}',
      companies            text[] not null default '{}', -- empty: all
      identity             jsonb not null,         -- ErpIdentity
      identity_key         text not null,
      status               text not null default 'active' check (status in ('active', 'paused', 'disconnected')),
      paused_code          text,
      paused_params        jsonb not null default '{}',
      paused_at            timestamptz,
      -- Before go-live is history: it moves state properties, never event properties.
      go_live_at           timestamptz not null default now(),
      -- Nothing is written to HubSpot for this connection before an administrator approved the preview.
      approved_at          timestamptz,
      preview              jsonb,
      -- Set to "write empty" what this connection filled in, asked for at disconnect.
      hint_token_hash      text,
      hint_token           text,                   -- encrypted
      hint_installation    text,                   -- what the ERP folder needs to remove the hint
      not_before           timestamptz,            -- asked to wait: rate limit or open circuit
      failures             integer not null default 0,
      reachable_since      timestamptz,
      unreachable_since    timestamptz,
      last_error           jsonb,
      next_pull_at         timestamptz not null default now(),
      quiet_pulls          integer not null default 0,
      hourly_reconciled_at timestamptz,
      nightly_reconciled_at timestamptz,
      created_by           bigint,
      created_at           timestamptz not null default now(),
      primary key (portal_id, id)
    )
  `);
  // The same installation may be connected once per portal: its record keys would collide otherwise.
  await knex.raw(
    `create unique index erp_connections_one_per_identity on erp_connections (portal_id, identity_key) where status <> 'disconnected'`,
  );
  await knex.raw(`create unique index erp_connections_hint_token on erp_connections (hint_token_hash)`);
  await knex.raw(`
    create table erp_streams (
      portal_id           bigint not null,
      connection_id       uuid not null,
      stream              text not null,
      cursor              text,
      translation_version integer not null default 0,
      -- Rows of an older generation than this were not met by the rebuild that made it.
      generation          integer not null default 1,
      rebuilding          boolean not null default true,
      first_completed_at  timestamptz,
      completed_at        timestamptz,
      rows_read           bigint not null default 0,
      started_at          timestamptz not null default now(),
      -- A record known to exist, compared at every run: { id, fingerprint }.
      canary              jsonb,
      -- More rows vanished at once than is believable: { ids: n, of: n, since }. Nothing is dropped until an administrator says so.
      held_removal        jsonb,
      primary key (portal_id, connection_id, stream),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`
    create table erp_hints (
      portal_id     bigint not null,
      connection_id uuid not null,
      stream        text not null,
      erp_id        text not null,
      pass          integer not null,  -- 1: soon, 2: again, because some ERPs announce before they commit
      due_at        timestamptz not null,
      primary key (portal_id, connection_id, stream, erp_id, pass),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table erp_hints, erp_streams, erp_connections');
}
