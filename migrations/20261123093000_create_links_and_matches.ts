import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // One ERP customer has at most one HubSpot record per object type; one record may carry several customers.
  await knex.raw(`
    create table links (
      portal_id     bigint not null,
      connection_id uuid not null,
      object_type   text not null check (object_type in ('companies', 'contacts')),
      customer_id   text not null,
      record_id     text not null,
      -- proposed: found by the preview, waits for approval; active: carries data.
      state         text not null check (state in ('proposed', 'active')),
      rule          text not null check (rule in ('key', 'tax_id', 'email', 'domain_and_name', 'person', 'created')),
      linked_by     bigint,  -- HubSpot user id when a person decided
      linked_at     timestamptz not null default now(),
      primary key (portal_id, connection_id, object_type, customer_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index links_record on links (portal_id, object_type, record_id)`);

  // What is known about a customer that is not linked, and what is still to be looked up.
  await knex.raw(`
    create table customer_matches (
      portal_id     bigint not null,
      connection_id uuid not null,
      customer_id   text not null,
      object_type   text not null check (object_type in ('companies', 'contacts')),
      state         text not null check (state in ('due', 'linked', 'ambiguous', 'unmatched', 'ignored')),
      -- [{ recordId, name, rule }]: why each was found.
      candidates    jsonb not null default '[]',
      checked_at    timestamptz,
      primary key (portal_id, connection_id, object_type, customer_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index customer_matches_state on customer_matches (portal_id, connection_id, state)`);

  await knex.raw(
    `create index customer_matches_candidates on customer_matches using gin (candidates jsonb_path_ops) where state = 'ambiguous'`,
  );

  // A pair a person refused: never offered or linked again by itself.
  await knex.raw(`
    create table refused_matches (
      portal_id     bigint not null,
      connection_id uuid not null,
      object_type   text not null,
      customer_id   text not null,
      record_id     text not null,
      refused_by    bigint,
      refused_at    timestamptz not null default now(),
      primary key (portal_id, connection_id, object_type, customer_id, record_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);

  await knex.raw(`
    create table deal_orders (
      portal_id    bigint not null references portals (portal_id) on delete cascade,
      deal_id      text not null,
      order_number text not null,
      read_at      timestamptz not null default now(),
      primary key (portal_id, deal_id)
    )
  `);
  await knex.raw(`create index deal_orders_number on deal_orders (portal_id, order_number)`);
  await knex.raw(`
    create table invoice_ties (
      portal_id     bigint not null,
      connection_id uuid not null,
      invoice_id    text not null,
      deal_id       text not null,
      tied_by       bigint,
      tied_at       timestamptz not null default now(),
      primary key (portal_id, connection_id, invoice_id, deal_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index invoice_ties_deal on invoice_ties (portal_id, deal_id)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table invoice_ties, deal_orders, refused_matches, customer_matches, links');
}
