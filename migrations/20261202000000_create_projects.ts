import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_projects (
      portal_id       bigint not null,
      connection_id   uuid not null,
      erp_id          text not null,
      name            text not null,
      status          text not null,
      customer_id     text,
      organisation_id text,
      company_id      text,
      order_id        text,            -- the order it was made for; null: it serves several
      planned_hours   numeric,
      ends_on         date,
      tasks           jsonb not null,
      parts           jsonb not null,  -- by order how far it came
      mark            text not null,
      hash            text not null,
      generation      integer not null,
      stored_at       timestamptz not null default now(),
      stored_order    bigint not null,
      erp_created_at  timestamptz,
      erp_changed_at  timestamptz,
      primary key (portal_id, connection_id, erp_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index erp_projects_customer on erp_projects (portal_id, connection_id, customer_id)`);
  await knex.raw(`create index erp_projects_organisation on erp_projects (portal_id, connection_id, organisation_id)`);
  // What each order has in a project, as `parts` says it: found by the order.
  await knex.raw(`
    create table erp_project_parts (
      portal_id     bigint not null,
      connection_id uuid not null,
      order_id      text not null,
      project_id    text not null,
      status        text not null,     -- not_started, in_progress, done, stopped
      primary key (portal_id, connection_id, order_id, project_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index erp_project_parts_project on erp_project_parts (portal_id, connection_id, project_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table erp_project_parts`);
  await knex.raw(`drop table erp_projects`);
}
