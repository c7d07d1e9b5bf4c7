import type { Knex } from 'knex';

/** Projects of ERPs that HubSpot has as records of its own objects. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table project_targets (
      portal_id     bigint not null,
      connection_id uuid not null,
      object_type   text not null,                 -- services, projects
      chosen_at     timestamptz not null,
      prepared_at   timestamptz,                   -- when its properties and stages were last looked at; null: they are to be looked at
      writable      text[] not null default '{}',
      stages        jsonb,                         -- pipeline, open, begun, done
      stopped       jsonb,                         -- code and params of why nothing is written; null: it is
      try_at        timestamptz,                   -- of what is stopped: when it is tried again
      primary key (portal_id, connection_id),
      constraint project_targets_connection foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  // Those that were deleted in HubSpot stay here, so that they are not made again; so do all while the switch is off.
  await knex.raw(`
    create table project_records (
      portal_id    bigint not null references portals (portal_id) on delete cascade,
      identity_key text not null,                 -- the ERP's identity, not a connection's row: it survives connecting again
      object_type  text not null,
      project_id   text not null,
      state        text not null,                 -- kept, deleted, refused
      record_id    text,                          -- null: HubSpot refused to make it
      written      jsonb not null default '{}',   -- as we sent it: what people change afterwards is theirs
      refused      jsonb,                         -- what HubSpot refused: not sent again
      deal_ids     text[] not null default '{}',  -- tied to it by us
      company_ids  text[] not null default '{}',
      primary key (portal_id, identity_key, object_type, project_id)
    )
  `);
  await knex.raw(`create index project_records_deals on project_records using gin (deal_ids)`);
  await knex.raw(`
    create table due_project_deals (
      portal_id bigint not null references portals (portal_id) on delete cascade,
      deal_id   text not null,
      revision  bigint not null default 1,
      due_at    timestamptz not null,
      primary key (portal_id, deal_id)
    )
  `);
  await knex.raw(`create index due_project_deals_by_time on due_project_deals (portal_id, due_at)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table due_project_deals`);
  await knex.raw(`drop table project_records`);
  await knex.raw(`drop table project_targets`);
}
