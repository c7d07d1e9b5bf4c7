import type { Knex } from 'knex';

/**
 * Searches for what confirms a quotation look back further than to the one before, as HubSpot's index lags: which deals the last one found, and by what, so
 * that none is entered into the inbox again for the same.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `alter table order_rules add column deals_entered jsonb not null default '[]', add column quotes_entered jsonb not null default '[]'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table order_rules drop column deals_entered, drop column quotes_entered');
}
