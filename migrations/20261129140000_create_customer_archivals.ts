import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // What was deleted or archived on one side and, by an administrator's policy, is to be archived on the other: ids only, no names.
  await knex.raw(`
    create table customer_archivals (
      portal_id      bigint not null,
      connection_id  uuid not null,
      side           text not null check (side in ('erp', 'hubspot')),   -- where it is to be archived
      object_type    text not null check (object_type in ('companies', 'contacts')),
      customer_id    text not null,
      record_id      text not null,
      -- noticed: waits a while; held: a person is asked; asked: being carried out; done: archived by us; restoring: on its way back
      state          text not null check (state in ('noticed', 'held', 'asked', 'done', 'restoring')),
      reason         text,             -- why a person is asked
      params         jsonb not null default '{}',
      decided_by     bigint,           -- a person said that it is to be archived all the same
      command_key    text,             -- of the command that carries it out in the ERP
      noticed_at     timestamptz not null,
      due_at         timestamptz not null,
      ended_at       timestamptz,
      primary key (portal_id, connection_id, side, object_type, customer_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index customer_archivals_due on customer_archivals (connection_id, due_at) where state in ('noticed', 'asked')`);
  await knex.raw(`create index customer_archivals_record on customer_archivals (portal_id, object_type, record_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table customer_archivals');
}
