import type { Knex } from 'knex';

// What a disconnected ERP was asked to make. Its keys stand in that ERP's records: none is given a second time, and what was never answered is looked
// up by its key when the same ERP is connected again.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table former_commands (
      portal_id    bigint not null references portals (portal_id) on delete cascade,
      identity_key text not null,   -- the ERP's identity, not a connection's row
      key          text not null,
      name         text not null,
      object_type  text not null check (object_type in ('companies', 'contacts')),
      record_id    text not null,
      state        text not null,
      result       jsonb,
      asked_by     jsonb not null,
      asked_at     timestamptz not null,
      sent_at      timestamptz,
      kept_at      timestamptz not null,
      primary key (portal_id, key)
    )
  `);
  await knex.raw(`create index former_commands_record on former_commands (portal_id, object_type, record_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table former_commands');
}
