import type { Knex } from 'knex';

// Which record a customer of a disconnected ERP had: our key in HubSpot names one customer a record, and a merged record carries several.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table former_links (
      portal_id    bigint not null references portals (portal_id) on delete cascade,
      identity_key text not null,   -- the ERP's identity, not a connection's row
      object_type  text not null check (object_type in ('companies', 'contacts')),
      customer_id  text not null,
      record_id    text not null,
      kept_at      timestamptz not null,
      primary key (portal_id, identity_key, object_type, customer_id)
    )
  `);
  await knex.raw(`create index former_links_record on former_links (portal_id, object_type, record_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table former_links');
}
