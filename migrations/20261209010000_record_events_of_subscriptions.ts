import type { Knex } from 'knex';

const KINDS = ['subscription_started', 'subscription_renewed', 'subscription_ended', 'subscription_payment_failed'];

export async function up(knex: Knex): Promise<void> {
  await allow(knex, [...(await allowedKinds(knex)), ...KINDS]);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`delete from events where kind = any(?)`, [KINDS]);
  await allow(
    knex,
    (await allowedKinds(knex)).filter((kind) => !KINDS.includes(kind)),
  );
}

/** Whatever other migrations allowed before stays allowed. */
async function allowedKinds(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { def: string }[] }>(
    `select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'events_kind_check' and conrelid = 'events'::regclass`,
  );
  return [...new Set([...(rows[0]?.def ?? '').matchAll(/'([a-z_]+)'/g)].map(([, kind]) => kind!))];
}

async function allow(knex: Knex, kinds: readonly string[]): Promise<void> {
  await knex.raw(`alter table events drop constraint events_kind_check`);
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  await knex.raw(`alter table events add constraint events_kind_check check (kind in (${list})) not valid`);
  await knex.raw(`alter table events validate constraint events_kind_check`);
}
