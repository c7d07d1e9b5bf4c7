import type { Knex } from 'knex';

// What another record under the same id would not have: a restored backup gives ids away a second time.
export async function up(knex: Knex): Promise<void> {
  for (const table of ['erp_invoices', 'erp_payments', 'events']) await knex.raw(`alter table ${table} add column proof text`);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['erp_invoices', 'erp_payments', 'events']) await knex.raw(`alter table ${table} drop column proof`);
}
