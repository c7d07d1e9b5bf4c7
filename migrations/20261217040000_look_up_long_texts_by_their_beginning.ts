import type { Knex } from 'knex';

const PLAIN_NAME = `lower(regexp_replace(normalize(replace(replace(name, '&', 'and'), '+', 'and'), NFD),
  '[\\s\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e\\u00b4\\u0300-\\u036f\\u2010-\\u201f]+', '', 'g'))`;
const PLAIN_TAX_ID = `regexp_replace(upper(tax_id), '[^A-Z0-9Ñ&]', '', 'g')`;

interface Index {
  name: string;
  /** The whole text, and as much of it as is looked up. */
  columns: (cut: (text: string, length: number) => string) => string;
  where?: string;
}

const INDEXES: readonly Index[] = [
  { name: 'erp_customers_name', columns: (cut) => `erp_customers (${cut('lower(name)', 200)} text_pattern_ops, portal_id)` },
  { name: 'erp_customers_plain_name', columns: (cut) => `erp_customers (portal_id, (${cut(PLAIN_NAME, 200)}) text_pattern_ops)` },
  {
    name: 'erp_customers_doubtful_tax_id',
    columns: (cut) => `erp_customers (portal_id, ${cut(PLAIN_TAX_ID, 21)})`,
    where: 'tax_id_normalised is null and tax_id is not null',
  },
  { name: 'erp_products_sku', columns: (cut) => `erp_products (${cut('lower(trim(sku))', 500)}, portal_id)`, where: 'sku is not null' },
  {
    name: 'commands_new_products',
    columns: (cut) => `commands (portal_id, connection_id, ${cut(`lower(trim(input ->> 'sku'))`, 500)})`,
    where: `name = 'createProduct'`,
  },
];

// A text that is longer than 2.7 KB stopped the page that it came with.
export async function up(knex: Knex): Promise<void> {
  await rebuild(knex, (text, length) => `left(${text}, ${length})`);
  // What was kept in the long and is looked up in the short.
  await knex.raw(`update erp_orders set order_number = null where length(order_number) > 200`);
  await knex.raw(`delete from deal_orders where length(order_number) > 200`);
}

export async function down(knex: Knex): Promise<void> {
  await rebuild(knex, (text) => text);
}

async function rebuild(knex: Knex, cut: (text: string, length: number) => string): Promise<void> {
  for (const { name, columns, where } of INDEXES) {
    await knex.raw(`drop index ${name}`);
    await knex.raw(`create index ${name} on ${columns(cut)}${where ? ` where ${where}` : ''}`);
  }
}
