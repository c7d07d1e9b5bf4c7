import type { Knex } from 'knex';

/** Tax ids that have no normal form are compared as they are written. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index erp_customers_doubtful_tax_id on erp_customers (portal_id, regexp_replace(upper(tax_id), '[^A-Z0-9Ñ&]', '', 'g'))
    where tax_id_normalised is null and tax_id is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index erp_customers_doubtful_tax_id');
}
