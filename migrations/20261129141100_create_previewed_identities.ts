import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // By what the customers that a dry run would create are told apart, while it is under way: the second record of one firm may come pages later.
  // Hashed: an identity may be longer than an index takes, and nobody reads them.
  await knex.raw(`
    create table previewed_identities (
      portal_id      bigint not null,
      run_id         uuid not null,
      object_type    text not null check (object_type in ('companies', 'contacts')),
      identity       text not null,
      record_id      text not null,
      tax_id         text,             -- of the record, where it has one: two of different ones are two firms
      primary key (portal_id, run_id, object_type, identity, record_id),
      foreign key (portal_id, run_id) references customer_runs (portal_id, id) on delete cascade
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table previewed_identities');
}
