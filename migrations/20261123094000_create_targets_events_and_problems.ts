import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // What is due stands on the HubSpot record. due_revision > pushed_revision: something changed since the last write.
  await knex.raw(`
    create table targets (
      portal_id        bigint not null references portals (portal_id) on delete cascade,
      object_type      text not null check (object_type in ('companies', 'contacts', 'deals')),
      record_id        text not null,
      due_revision     bigint not null default 1,
      pushed_revision  bigint not null default 0,
      -- The revision HubSpot refused: not picked again until due_revision rises above it.
      refused_revision bigint not null default 0,
      priority         smallint not null default 2,  -- 0 a person waits, 1 live change, 2 backfill, 3 retry
      due_at           timestamptz not null default now(),
      -- What HubSpot returned after our last write, by property; null: never written.
      written          jsonb,
      -- A write ended without a clear answer: read the record before taking the next difference.
      is_doubtful      boolean not null default false,
      primary key (portal_id, object_type, record_id)
    )
  `);
  await knex.raw(`
    create index targets_due on targets (portal_id, priority, due_at)
    where due_revision > pushed_revision and due_revision > refused_revision
  `);

  // Things that happened once. Outside the mirror: neither a rebuild nor a re-connect repeats one.
  await knex.raw(`
    create table events (
      portal_id       bigint not null references portals (portal_id) on delete cascade,
      identity_key    text not null,   -- the ERP's identity, not a connection's row
      kind            text not null check (kind in ('invoice_issued', 'payment_received', 'invoice_paid', 'invoice_overdue')),
      erp_id          text not null,   -- the invoice; for payment_received the payment
      connection_id   uuid not null,
      customer_id     text,
      organisation_id text,
      recorded_at     timestamptz not null,   -- milliseconds; the event's time
      -- False: history (before go-live, or long ago when it was noticed). Moves nothing, ever.
      is_live         boolean not null,
      pushed_at       timestamptz,
      expired_at      timestamptz,     -- live, but could not be pushed while it was young
      primary key (portal_id, identity_key, kind, erp_id)
    )
  `);
  await knex.raw(`create index events_young on events (portal_id, connection_id, recorded_at) where is_live`);

  await knex.raw(`
    create table problems (
      portal_id     bigint not null references portals (portal_id) on delete cascade,
      id            uuid not null default gen_random_uuid(),
      connection_id uuid,
      code          text not null,      -- the cause; the sentence is found under it
      subject_kind  text not null,      -- portal, connection, stream, customer, invoice, payment, companies, contacts, deals, property
      subject       text not null,
      params        jsonb not null default '{}',
      occurrences   integer not null default 1,
      first_seen_at timestamptz not null default now(),
      last_seen_at  timestamptz not null default now(),
      resolved_at   timestamptz,
      primary key (portal_id, id)
    )
  `);
  await knex.raw(`
    create unique index problems_open on problems
      (portal_id, code, subject_kind, subject, coalesce(connection_id, '00000000-0000-0000-0000-000000000000'::uuid))
    where resolved_at is null
  `);

  // One mark per HubSpot record: "read it afresh". What the webhook said is not kept, except merges and deletions to be verified.
  await knex.raw(`
    create table inbox (
      portal_id    bigint not null references portals (portal_id) on delete cascade,
      object_type  text not null check (object_type in ('companies', 'contacts', 'deals')),
      record_id    text not null,
      revision     bigint not null default 1,
      is_privacy_deletion boolean not null default false,
      received_at  timestamptz not null default now(),
      attempts     integer not null default 0,
      primary key (portal_id, object_type, record_id)
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table inbox, problems, events, targets');
}
