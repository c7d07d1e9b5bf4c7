import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // Documents of a linked customer became another's: when that customer vanishes, this says into whom it was merged.
  await knex.raw(`
    create table document_moves (
      portal_id     bigint not null,
      connection_id uuid not null,
      from_id       text not null,
      to_id         text not null,
      moved_at      timestamptz not null,
      primary key (portal_id, connection_id, from_id, to_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table document_moves');
}
