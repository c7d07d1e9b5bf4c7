import type { Knex } from 'knex';

// Since when a pipeline confirms by what its deals hold, and until when deals that came to hold it were looked for.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table order_rules
      add column conditions_since jsonb not null default '{}',
      add column searched_at      timestamptz
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table order_rules drop column conditions_since, drop column searched_at');
}
