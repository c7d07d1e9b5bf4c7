import type { Knex } from 'knex';

// An index of this kind first collects what is new in a list, and each look-up reads all of that list until a vacuum has sorted it in: of a
// first reading, thousands of addresses for each customer that is matched.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter index erp_customers_emails set (fastupdate = off)');
  await knex.raw(`select gin_clean_pending_list('erp_customers_emails')`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter index erp_customers_emails reset (fastupdate)');
}
