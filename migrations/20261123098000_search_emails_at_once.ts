import type { Knex } from 'knex';

// A GIN index collects new entries in a list that every search reads from end to end until a vacuum files them: after a first reading that
// is all customers, for every customer that is matched.
const INDEXES = ['erp_customers_emails', 'customer_matches_candidates'];

export async function up(knex: Knex): Promise<void> {
  for (const index of INDEXES) await knex.raw(`alter index ${index} set (fastupdate = off)`);
}

export async function down(knex: Knex): Promise<void> {
  for (const index of INDEXES) await knex.raw(`alter index ${index} reset (fastupdate)`);
}
