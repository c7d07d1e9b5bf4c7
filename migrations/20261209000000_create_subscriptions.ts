import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_subscriptions (
      portal_id       bigint not null,
      connection_id   uuid not null,
      erp_id          text not null,
      name            text not null,
      status          text not null,   -- not_started, active, paused, renewed, ended, cancelled
      customer_id     text,
      organisation_id text,
      company_id      text,
      plan            text,
      currency        text,
      charges         jsonb not null,
      monthly         numeric,         -- null: the ERP knows no amounts, or not how often one recurs
      starts_on       date,
      next_invoice_on date,
      ends_on         date,
      order_ids       jsonb not null,
      invoice_ids     jsonb not null,
      is_payment_failing boolean not null,
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
  await knex.raw(`create index erp_subscriptions_customer on erp_subscriptions (portal_id, connection_id, customer_id)`);
  await knex.raw(`create index erp_subscriptions_organisation on erp_subscriptions (portal_id, connection_id, organisation_id)`);
  // A subscription by one of its invoices.
  await knex.raw(`create index erp_subscriptions_invoices on erp_subscriptions using gin (invoice_ids jsonb_path_ops)`);
  // The orders it came from, as \`order_ids\` says them: found by the order.
  await knex.raw(`
    create table erp_subscription_orders (
      portal_id       bigint not null,
      connection_id   uuid not null,
      order_id        text not null,
      subscription_id text not null,
      primary key (portal_id, connection_id, order_id, subscription_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(
    `create index erp_subscription_orders_subscription on erp_subscription_orders (portal_id, connection_id, subscription_id)`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table erp_subscription_orders`);
  await knex.raw(`drop table erp_subscriptions`);
}
