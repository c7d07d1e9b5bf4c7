import type { Knex } from 'knex';

const KINDS = `'invoice_issued', 'payment_received', 'invoice_paid', 'invoice_overdue', 'order_delivered'`;

export async function up(knex: Knex): Promise<void> {
  await allow(knex, `${KINDS}, 'project_completed'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`delete from events where kind = 'project_completed'`);
  await allow(knex, KINDS);
}

async function allow(knex: Knex, kinds: string): Promise<void> {
  await knex.raw(`alter table events drop constraint events_kind_check`);
  await knex.raw(`alter table events add constraint events_kind_check check (kind in (${kinds})) not valid`);
  await knex.raw(`alter table events validate constraint events_kind_check`);
}
