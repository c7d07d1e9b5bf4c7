import type { Knex } from 'knex';

const TABLES = [
  'erp_customers',
  'erp_orders',
  'erp_invoices',
  'erp_payments',
  'erp_products',
  'erp_prices',
  'erp_stock',
  'erp_projects',
  'erp_subscriptions',
];

/**
 * Since when the user of the connection does not see a record that is still in the ERP: what the mirror says of it is as old as that. And until when
 * what was hidden is to be removed, because an administrator wants it.
 */
export async function up(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.raw(`alter table ${table} add column hidden_since timestamptz`);
  await knex.raw('alter table erp_streams add column drop_hidden_until timestamptz');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_streams drop column drop_hidden_until');
  for (const table of TABLES) await knex.raw(`alter table ${table} drop column hidden_since`);
}
