import type { Knex } from 'knex';

// The next customers to look up, in their order. Without it each batch sorted all that wait.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index customer_matches_due on customer_matches (portal_id, connection_id, object_type, customer_id) where state = 'due'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index customer_matches_due');
}
