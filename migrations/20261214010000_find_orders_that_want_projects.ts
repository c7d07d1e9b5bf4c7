import type { Knex } from 'knex';

// Each time products were read, the few orders that wait for them are looked for.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index order_ties_projects_due_index on order_ties (portal_id, connection_id) where projects_due');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index order_ties_projects_due_index');
}
