import type { Knex } from 'knex';

// Whose an order of the ERP is: made of a deal, or tied to it by a person. Those that only have their number on a deal have no row.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table order_ties (
      portal_id      bigint not null,
      connection_id  uuid not null,
      order_id       text not null,
      deal_id        text not null,
      how            text not null check (how in ('created', 'person')),
      number         text,            -- the one people see, as the ERP said it last
      number_written text,            -- the one that was written on the deal
      wants          text not null check (wants in ('quotation', 'order')),
      -- Net of tax, when it was made or amended: what the deal says and what the ERP made of it.
      deal_net       numeric,
      erp_net        numeric,
      currency       text,
      line_count     integer not null default 0,
      accepted       jsonb,           -- who took the ERP's net for the deal's, and which
      approved       jsonb,           -- who agreed to it becoming an order, and to which net
      tied_by        bigint,
      tied_at        timestamptz not null,
      primary key (portal_id, connection_id, order_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index order_ties_of_deal on order_ties (portal_id, deal_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table order_ties');
}
