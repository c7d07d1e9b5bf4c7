import type { Knex } from 'knex';

// What an administrator decided about the orders of a portal, and the stage in which each deal was met last.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table order_rules (
      portal_id  bigint primary key references portals (portal_id) on delete cascade,
      rules      jsonb not null,
      -- By pipeline: who confirmed when what money depends on. Without it the pipeline's rules do nothing by themselves.
      confirmed  jsonb not null default '{}',
      -- By pipeline and stage: since when the stage has its rule. What stood in it before is history.
      since      jsonb not null default '{}',
      revision   bigint not null default 1,
      changed_by bigint,
      changed_at timestamptz not null
    )
  `);
  await knex.raw(`
    create table deal_stages (
      portal_id bigint not null references portals (portal_id) on delete cascade,
      deal_id   text not null,
      pipeline  text not null,
      stage     text not null,
      seen_at   timestamptz not null,
      primary key (portal_id, deal_id)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table deal_stages, order_rules');
}
