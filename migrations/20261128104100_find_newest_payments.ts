import type { Knex } from 'knex';

// A card looks for the newest payment of a customer who may have thousands. The indexes without the day are prefixes of these.
export async function up(knex: Knex): Promise<void> {
  for (const owner of ['organisation', 'customer']) {
    await knex.raw(
      `create index erp_payments_${owner}_paid on erp_payments (${owner}_id, connection_id, portal_id, paid_on desc nulls last)`,
    );
    await knex.raw(`drop index erp_payments_${owner}`);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const owner of ['organisation', 'customer']) {
    await knex.raw(`create index erp_payments_${owner} on erp_payments (${owner}_id, connection_id, portal_id)`);
    await knex.raw(`drop index erp_payments_${owner}_paid`);
  }
}
