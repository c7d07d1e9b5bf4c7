import type { Knex } from 'knex';

// Lists that an administrator had made in HubSpot, by what their members have in common: asked again the same one is refreshed.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table record_lists (
      portal_id   bigint not null references portals (portal_id) on delete cascade,
      subject     text not null,
      object_type text not null check (object_type in ('companies', 'contacts', 'deals')),
      name        text not null,
      list_id     text,   -- null: asked for, and HubSpot has not said yet that it is there
      asked_at    timestamptz not null,
      primary key (portal_id, subject, object_type)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table record_lists');
}
