import type { Knex } from 'knex';

const MIRROR = ['erp_products', 'erp_prices', 'erp_stock'];
const KEPT = `
      mark           text not null,
      hash           text not null,
      generation     integer not null,
      stored_at      timestamptz not null default now(),
      stored_order   bigint not null default 0,
      erp_created_at timestamptz,
      primary key (portal_id, connection_id, erp_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade`;
const KEY = `
      portal_id      bigint not null,
      connection_id  uuid not null,
      erp_id         text not null,`;
const OWNED = `
      portal_id      bigint not null,
      connection_id  uuid not null,
      product_id     text not null,`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_products (${KEY}
      group_id       text,
      sku            text,
      name           text not null,
      description    text,
      unit           text,
      barcode        text,
      categories     jsonb not null,   -- its own first, then those above it
      tags           jsonb not null,
      kind           text not null,
      is_stocked     boolean not null,
      recurring      jsonb,
      base_price     jsonb,
      taxes          jsonb not null,
      is_sold        boolean not null,
      active         boolean not null,
      company_id     text,${KEPT}
    )
  `);
  await knex.raw(`create index erp_products_sku on erp_products (lower(trim(sku)), portal_id) where sku is not null`);
  await knex.raw(`
    create table erp_prices (${KEY}
      list_id        text not null,
      applies_to     jsonb not null,
      min_quantity   numeric not null,
      valid_from     timestamptz,
      valid_until    timestamptz,
      amount         numeric,          -- null: the ERP computes it
      currency       text,${KEPT}
    )
  `);
  await knex.raw(
    `create index erp_prices_dated on erp_prices (connection_id, portal_id) where valid_from is not null or valid_until is not null`,
  );
  // One row a product, whose id it has.
  await knex.raw(`create table erp_stock (${KEY}
      levels         jsonb not null,${KEPT})`);
  for (const table of MIRROR) {
    await knex.raw(`alter table ${table} alter column stored_order drop default`);
  }

  // What an administrator decided about the products of a connection. Without a row they are not read.
  await knex.raw(`
    create table catalog_rules (
      portal_id      bigint not null,
      connection_id  uuid not null,
      rules          jsonb not null,
      approved_at    timestamptz,      -- nothing is written to HubSpot before
      dates_seen_at  timestamptz not null default now(),   -- price rules that began or ended by then were taken into account
      primary key (portal_id, connection_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  // What the ERP asks for one unit on the lists that were chosen.
  await knex.raw(`
    create table list_prices (${OWNED}
      list_id        text not null,
      amount         numeric,          -- null: the list has none
      currency       text,
      asked_at       timestamptz,
      due_at         timestamptz,      -- to be asked (again)
      revision       bigint not null default 1,
      primary key (portal_id, connection_id, product_id, list_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index list_prices_due on list_prices (connection_id, list_id, due_at) where due_at is not null`);
  // Which HubSpot product an ERP product is.
  await knex.raw(`
    create table product_links (${OWNED}
      -- new: nothing was found. refused: HubSpot did not take it. deleted: a person deleted it in HubSpot. left_out: a person said so.
      -- not_wanted: not on sale, or not chosen by the rules.
      state          text not null check (state in ('linked', 'due', 'new', 'ambiguous', 'refused', 'deleted', 'left_out', 'not_wanted')),
      record_id      text,
      rule           text,
      candidates     jsonb not null default '[]',
      linked_at      timestamptz,
      revision       bigint not null default 1,
      primary key (portal_id, connection_id, product_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade,
      check ((state = 'linked') = (record_id is not null))
    )
  `);
  await knex.raw(`create index product_links_record on product_links (record_id, portal_id) where record_id is not null`);
  await knex.raw(`create index product_links_open on product_links (connection_id, state, product_id) where state in ('due', 'new')`);

  // HubSpot's products are recognised like its companies and contacts, by other values.
  await checkIn(knex, 'record_keys', 'kind', ['tax_id', 'domain', 'sku', 'product_key']);
  for (const table of KEYS) await checkIn(knex, table, 'object_type', ['companies', 'contacts', 'products']);
}

const KEYS = ['record_keys', 'record_key_reads'];

async function checkIn(knex: Knex, table: string, column: string, values: readonly string[]): Promise<void> {
  await knex.raw(`
    alter table ${table} drop constraint ${table}_${column}_check,
      add constraint ${table}_${column}_check check (${column} in (${values.map((value) => `'${value}'`).join(', ')}))`);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of KEYS) {
    await knex.raw(`delete from ${table} where object_type = 'products'`);
    await checkIn(knex, table, 'object_type', ['companies', 'contacts']);
  }
  await checkIn(knex, 'record_keys', 'kind', ['tax_id', 'domain']);
  await knex.raw('drop table product_links, list_prices, catalog_rules, erp_stock, erp_prices, erp_products');
  await knex.raw(`delete from erp_streams where stream in ('products', 'prices', 'stock')`);
}
