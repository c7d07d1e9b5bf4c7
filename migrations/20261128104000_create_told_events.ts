import type { Knex } from 'knex';

// The latest event of each kind that a record was told. Outlives links, connections and targets: what was emptied is not told again.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table told_events (
      portal_id   bigint not null references portals (portal_id) on delete cascade,
      object_type text not null,
      record_id   text not null,
      kind        text not null,
      told_at     timestamptz not null,   -- the event's time, as its property holds it
      primary key (portal_id, object_type, record_id, kind)
    )
  `);
  await knex.raw(`
    insert into told_events (portal_id, object_type, record_id, kind, told_at)
    select t.portal_id, t.object_type, t.record_id, substring(w.key from 'erp_(.*)_at'),
      case when w.value ~ '^[0-9]+$' then to_timestamp(w.value::numeric / 1000) else w.value::timestamptz end
    from targets t cross join lateral jsonb_each_text(t.written) w
    where t.written is not null and w.key in ('erp_payment_received_at', 'erp_invoice_paid_at', 'erp_invoice_overdue_at') and coalesce(w.value, '') <> ''
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table told_events');
}
