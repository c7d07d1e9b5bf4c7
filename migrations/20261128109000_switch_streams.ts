import type { Knex } from 'knex';

// Which streams of a connection are read: those its connector offers, unless an administrator switched one off or not on yet. Older versions
// offer and read them all.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'alter table erp_streams add column is_offered boolean not null default true, add column is_on boolean not null default true',
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_streams drop column is_offered, drop column is_on');
}
