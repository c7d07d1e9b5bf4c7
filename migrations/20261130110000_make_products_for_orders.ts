import type { Knex } from 'knex';

// What new products are like that an order needs; rules that were saved before say nothing of it.
const USUAL = JSON.stringify({ kind: 'goods', categoryId: null });

export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `update order_rules r set rules = jsonb_set(r.rules, '{pipelines}', coalesce(
       (select jsonb_agg(jsonb_build_object('newProducts', ?::jsonb) || p.rules order by p.nth)
        from jsonb_array_elements(r.rules -> 'pipelines') with ordinality p(rules, nth)), '[]'))`,
    [USUAL],
  );
  // One command stands for all deals that sell the SKU.
  await knex.raw(
    `create index commands_new_products on commands (portal_id, connection_id, lower(input ->> 'sku')) where name = 'createProduct'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index commands_new_products`);
  await knex.raw(`delete from commands where name = 'createProduct'`);
  await knex.raw(`delete from former_commands where name = 'createProduct'`);
  await knex.raw(
    `update order_rules r set rules = jsonb_set(r.rules, '{pipelines}', coalesce(
       (select jsonb_agg((p.rules - 'newProducts') || case when p.rules ->> 'unknownProduct' = 'create' then '{"unknownProduct": "stop"}' else '{}' end::jsonb
          order by p.nth)
        from jsonb_array_elements(r.rules -> 'pipelines') with ordinality p(rules, nth)), '[]'))`,
  );
}
