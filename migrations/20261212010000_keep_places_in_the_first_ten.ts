import type { Knex } from 'knex';

// Of the first few records that are written, so many places are kept for each kind of writing that the dry run told of: `{"create companies": 5, …}`.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table customer_rules add column trial_places jsonb not null default '{}'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table customer_rules drop column trial_places');
}
