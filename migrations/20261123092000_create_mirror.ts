import type { Knex } from 'knex';

const KEY = `
      portal_id     bigint not null,
      connection_id uuid not null,
      erp_id        text not null,`;
const KEPT = `
      mark          text not null,
      hash          text not null,
      generation    integer not null,
      stored_at     timestamptz not null default now(),
      primary key (portal_id, connection_id, erp_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade`;

// Secondary indexes end with the connection and the portal. Were these first, as in the primary keys, PostgreSQL would take any of them for a
// look-up by erp_id while a table has no statistics yet, and read all rows of the connection each time: a first reading would crawl.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table erp_customers (${KEY}
      kind               text not null,
      organisation_id    text not null,
      parent_id          text,
      number             text,
      name               text not null,
      emails             text[] not null default '{}',
      phone              text,
      website            text,
      domain             text,          -- of the website, else of an e-mail that is not free mail
      tax_id             text,
      tax_id_normalised  text,          -- null when empty, generic or not checksum-valid
      address            jsonb not null default '{}',
      is_billing_contact boolean not null,
      active             boolean not null,
      blocked            boolean not null,
      company_id         text,
      erp_created_at     timestamptz,${KEPT}
    )
  `);
  await knex.raw(`create index erp_customers_organisation on erp_customers (organisation_id, connection_id, portal_id)`);
  await knex.raw(`create index erp_customers_parent on erp_customers (parent_id, connection_id, portal_id) where parent_id is not null`);
  await knex.raw(`create index erp_customers_tax_id on erp_customers (portal_id, tax_id_normalised) where tax_id_normalised is not null`);
  // For names that begin alike, in any collation.
  await knex.raw(`create index erp_customers_name on erp_customers (lower(name) text_pattern_ops, portal_id)`);
  await knex.raw(`create index erp_customers_emails on erp_customers using gin (emails)`);
  await knex.raw(`create index erp_customers_domain on erp_customers (portal_id, domain) where domain is not null`);

  await knex.raw(`
    create table erp_invoices (${KEY}
      type            text not null,
      status          text not null,
      number          text,
      customer_id     text,
      organisation_id text,
      company_id      text,
      currency        text not null,
      total           numeric not null,
      open            numeric not null,
      untaxed         numeric not null,
      tax             numeric not null,
      base_currency   text not null,
      base_total      numeric not null,
      base_open       numeric not null,
      issued_on       date,
      due_on          date,
      instalments     jsonb not null default '[]',
      settled_on      date,
      settled_at      timestamptz,
      origin          text,
      reference       text,
      reverses_id     text,
      lines           jsonb not null default '[]',
      erp_created_at  timestamptz,
      erp_changed_at  timestamptz,${KEPT}
    )
  `);
  // Includes what a card asks of every invoice of its customer: written over the years, thousands of them lie on as many pages.
  await knex.raw(`
    create index erp_invoices_organisation on erp_invoices (organisation_id, connection_id, portal_id)
      include (erp_id, type, status, currency, open, issued_on, due_on)
  `);
  await knex.raw(`create index erp_invoices_issued on erp_invoices (portal_id, connection_id, issued_on)`);
  await knex.raw(`create index erp_invoices_customer on erp_invoices (customer_id, connection_id, portal_id)`);
  await knex.raw(
    `create index erp_invoices_due on erp_invoices (portal_id, connection_id, due_on) where open > 0 and status in ('open', 'partially_paid', 'in_payment')`,
  );
  // The order references of an invoice, one row each: what a deal's order number is compared with. Written and removed with its invoice;
  // a foreign key to it would cost a look-up for each row.
  await knex.raw(`
    create table erp_invoice_origins (
      portal_id     bigint not null,
      connection_id uuid not null,
      order_number  text not null,
      invoice_id    text not null,
      primary key (portal_id, order_number, connection_id, invoice_id),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  await knex.raw(`create index erp_invoice_origins_invoice on erp_invoice_origins (invoice_id, connection_id, portal_id)`);

  await knex.raw(`
    create table erp_payments (${KEY}
      direction       text not null,
      status          text not null,
      number          text,
      customer_id     text,
      organisation_id text,
      company_id      text,
      currency        text not null,
      amount          numeric not null,
      unapplied       numeric,
      base_currency   text not null,
      base_amount     numeric not null,
      base_unapplied  numeric,
      paid_on         date,
      method          text,
      reference       text,
      erp_created_at  timestamptz,
      erp_changed_at  timestamptz,${KEPT}
    )
  `);
  await knex.raw(`create index erp_payments_organisation on erp_payments (organisation_id, connection_id, portal_id)`);
  await knex.raw(`create index erp_payments_customer on erp_payments (customer_id, connection_id, portal_id)`);
  // The few that are not applied in full, which a card looks for.
  await knex.raw(`create index erp_payments_unapplied on erp_payments (organisation_id, connection_id, portal_id) where unapplied > 0`);
  // What settles what. Owned by the invoice or payment that lists it: storing the owner replaces its rows.
  await knex.raw(`
    create table erp_allocations (
      portal_id     bigint not null,
      connection_id uuid not null,
      owner_stream  text not null,
      owner_id      text not null,
      position      integer not null,
      invoice_id    text not null,
      by            text not null,
      source_id     text,
      amount        numeric not null,
      settled_on    date,
      settled_at    timestamptz,
      label         text,
      primary key (portal_id, connection_id, owner_stream, owner_id, position),
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    )
  `);
  // Includes what a card adds up, for the same reason.
  await knex.raw(`
    create index erp_allocations_invoice on erp_allocations (invoice_id, connection_id, portal_id)
      include (by, amount, settled_on, source_id, owner_id)
  `);
  await knex.raw(
    `create index erp_allocations_source on erp_allocations (source_id, connection_id, portal_id) where source_id is not null`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table erp_allocations, erp_payments, erp_invoice_origins, erp_invoices, erp_customers');
}
