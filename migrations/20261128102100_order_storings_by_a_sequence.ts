import type { Knex } from 'knex';

const TABLES = ['erp_customers', 'erp_invoices', 'erp_payments'];

// Which of two readings is older was asked of the clocks of the processes that made them, and those differ.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create sequence mirror_order');
  for (const table of TABLES) await knex.raw(`alter table ${table} add column stored_order bigint not null default 0`);
  // How often in a row a record was overtaken, each time waiting longer.
  await knex.raw('alter table erp_hints add column attempts integer not null default 0');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_hints drop column attempts');
  for (const table of TABLES) await knex.raw(`alter table ${table} drop column stored_order`);
  await knex.raw('drop sequence mirror_order');
}
