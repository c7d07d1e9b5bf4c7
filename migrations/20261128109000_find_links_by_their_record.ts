import type { Knex } from 'knex';

// Ends with the portal, like the secondary indexes of the mirror: while a first matching fills the table, PostgreSQL took it for a look-up by
// customer, and read all links of the portal for each.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index links_by_record on links (record_id, object_type, portal_id)');
  await knex.raw('drop index links_record');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('create index links_record on links (portal_id, object_type, record_id)');
  await knex.raw('drop index links_by_record');
}
