import type { Knex } from 'knex';

// Who may agree to an order may decline it, too: it stays a quotation until a person asks again, or its net is another one.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table order_ties add column declined jsonb');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table order_ties drop column declined');
}
