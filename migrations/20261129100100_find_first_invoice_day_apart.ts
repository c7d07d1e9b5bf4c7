import type { Knex } from 'knex';

// Begins with the connection, so PostgreSQL took it for a look-up of invoices by id as well, and read all invoices of the connection each time:
// twenty seconds for a thousand deals in the middle of a first reading. No look-up by id says that the day is known.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index erp_invoices_day on erp_invoices (portal_id, connection_id, issued_on) where issued_on is not null');
  await knex.raw('drop index erp_invoices_issued');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('create index erp_invoices_issued on erp_invoices (portal_id, connection_id, issued_on)');
  await knex.raw('drop index erp_invoices_day');
}
