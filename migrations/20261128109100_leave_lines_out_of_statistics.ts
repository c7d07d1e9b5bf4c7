import type { Knex } from 'knex';

// Nothing is planned by them, and unpacking the lines of a sample of invoices took most of the time of looking at the table.
export async function up(knex: Knex): Promise<void> {
  for (const column of COLUMNS) await knex.raw(`alter table erp_invoices alter column ${column} set statistics 0`);
}

export async function down(knex: Knex): Promise<void> {
  for (const column of COLUMNS) await knex.raw(`alter table erp_invoices alter column ${column} set statistics -1`);
}

const COLUMNS = ['lines', 'instalments'];
