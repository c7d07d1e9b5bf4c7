import type { Knex } from 'knex';

// What changed in HubSpot since then may not be known yet. The nightly sweep went on from its own last night instead, although it renews nothing
// while no ERP is connected or a reading is under way: everything is looked at once more.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table record_key_reads add column known_until timestamptz not null default now()');
  await knex.raw(`update record_key_reads set known_until = 'epoch'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table record_key_reads drop column known_until');
}
