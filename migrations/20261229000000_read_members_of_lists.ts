import type { Knex } from 'knex';

// How far the members of HubSpot lists were read that make customers: HubSpot tells of nobody who joins one.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table list_readings (
      portal_id     bigint not null references portals (portal_id) on delete cascade,
      connection_id uuid not null,
      object_type   text not null check (object_type in ('companies', 'contacts')),
      list_id       text not null,
      after         text,                                   -- of the page that was read last, in the order in which members joined
      seen          jsonb not null default '[]',            -- who was on that page
      whole_read_at timestamptz,                            -- when the last reading of all members ended; null: one is under way
      gap_minutes   integer not null default 2,
      due_at        timestamptz not null,
      primary key (portal_id, connection_id, object_type, list_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table list_readings');
}
