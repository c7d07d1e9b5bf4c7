import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // The comparison under way with a connection's ERP, so that it goes on where it stood.
  await knex.raw(`
    create table erp_reconciles (
      portal_id     bigint not null,
      connection_id uuid not null,
      kind          text not null check (kind in ('hourly', 'nightly')),
      step          integer not null default 0,
      after         text,               -- the ERP's place in the list of this step
      started_at    timestamptz not null,
      primary key (portal_id, connection_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  // Ids the ERP listed in the step under way. Unlogged: lost in a crash of the server, they only cost some records read again.
  await knex.raw(`
    create unlogged table erp_listed (
      portal_id     bigint not null,
      connection_id uuid not null,
      erp_id        text not null,
      primary key (portal_id, connection_id, erp_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table erp_listed, erp_reconciles');
}
