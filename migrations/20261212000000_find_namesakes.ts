import type { Knex } from 'knex';

// What is created on one side is first looked for by its name on the other: customers by what their name begins with, HubSpot's companies by
// their whole name in normal form, which is read once more for those that are known already.
const PLAIN_NAME = `lower(regexp_replace(normalize(replace(replace(name, '&', 'and'), '+', 'and'), NFD),
  '[\\s\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e\\u00b4\\u0300-\\u036f\\u2010-\\u201f]+', '', 'g'))`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index erp_customers_plain_name on erp_customers (portal_id, (${PLAIN_NAME}) text_pattern_ops)`);
  await knex.raw('alter table record_keys drop constraint record_keys_kind_check');
  await knex.raw(
    `alter table record_keys add constraint record_keys_kind_check check (kind in ('tax_id', 'domain', 'name', 'sku', 'product_key'))`,
  );
  await knex.raw('alter table record_key_reads add column has_names boolean not null default false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table record_key_reads drop column has_names');
  await knex.raw(`delete from record_keys where kind = 'name'`);
  await knex.raw('alter table record_keys drop constraint record_keys_kind_check');
  await knex.raw(
    `alter table record_keys add constraint record_keys_kind_check check (kind in ('tax_id', 'domain', 'sku', 'product_key'))`,
  );
  await knex.raw('drop index erp_customers_plain_name');
}
