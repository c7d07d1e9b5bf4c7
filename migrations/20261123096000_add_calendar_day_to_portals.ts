import type { Knex } from 'knex';

// The portal-local day up to which records were marked whose state follows from the calendar alone: overdue amounts, active customers.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table portals add column calendar_done_on date');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table portals drop column calendar_done_on');
}
