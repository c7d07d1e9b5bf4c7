import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_orders (
      portal_id       bigint not null,
      connection_id   uuid not null,
      erp_id          text not null,
      status          text not null,
      number          text,
      order_number    text,            -- the number as it is compared with the one on a deal
      customer_id     text,
      organisation_id text,
      company_id      text,
      currency        text not null,
      untaxed         numeric not null,
      tax             numeric not null,
      total           numeric not null,
      ordered_at      text,            -- a day, or an instant where the ERP keeps the time as well
      promised_at     text,
      reference       text,
      quotation_id    text,
      reserved        text not null,   -- how much of it: nothing (to be done), none, partly, all
      delivered       text not null,
      invoiced        text not null,
      lines           jsonb not null,
      deliveries      jsonb not null,
      invoice_ids     jsonb not null,
      mark            text not null,
      hash            text not null,
      generation      integer not null,
      stored_at       timestamptz not null default now(),
      stored_order    bigint not null,
      erp_created_at  timestamptz,
      erp_changed_at  timestamptz,
      primary key (portal_id, connection_id, erp_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index erp_orders_number on erp_orders (portal_id, order_number) where order_number is not null`);
  await knex.raw(`create index erp_orders_customer on erp_orders (portal_id, connection_id, customer_id)`);
  await knex.raw(`create index erp_orders_organisation on erp_orders (portal_id, connection_id, organisation_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table erp_orders`);
}
