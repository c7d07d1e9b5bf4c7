import type { Knex } from 'knex';

// When somebody last pressed "refresh": whoever presses again at once asks the ERP no more often.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_connections add column refreshed_at timestamptz');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table erp_connections drop column refreshed_at');
}
