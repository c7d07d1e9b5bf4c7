import type { Knex } from 'knex';

// What HubSpot's companies and contacts are recognised by, in normal form: its own search finds only what is written, lags, and ends at 10,000.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table record_keys (
      portal_id   bigint not null references portals (portal_id) on delete cascade,
      object_type text not null check (object_type in ('companies', 'contacts')),
      record_id   text not null,
      kind        text not null check (kind in ('tax_id', 'domain')),
      value       text not null,
      primary key (portal_id, object_type, record_id, kind, value)
    )
  `);
  await knex.raw(`create index record_keys_value on record_keys (portal_id, object_type, kind, value)`);
  await knex.raw(`
    create table record_key_reads (
      portal_id       bigint not null references portals (portal_id) on delete cascade,
      object_type     text not null check (object_type in ('companies', 'contacts')),
      tax_id_property text,        -- of which the tax ids were read; another one chosen since: read again
      read_after      text,        -- HubSpot's place in its list
      completed_at    timestamptz,
      primary key (portal_id, object_type)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table record_key_reads, record_keys');
}
