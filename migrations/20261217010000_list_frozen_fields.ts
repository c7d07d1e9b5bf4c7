import type { Knex } from 'knex';

/** What people left alone is listed; what a rule makes one way was left alone from the beginning, by nobody. Its fields were never looked at. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table field_pairs add column is_one_way boolean not null default false`);
  await knex.raw(`
    update field_pairs p set is_one_way = true
    where p.is_frozen and p.fields = '{}' and exists (
      select 1 from commands c where c.portal_id = p.portal_id and c.connection_id = p.connection_id and c.object_type = p.object_type
        and c.record_id = p.record_id and c.name = 'createCustomer' and c.state = 'done' and c.result ->> 'id' = p.customer_id)`);
  await knex.raw(`create index field_pairs_frozen on field_pairs (portal_id, connection_id) where is_frozen or frozen <> '{}'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index field_pairs_frozen');
  await knex.raw('alter table field_pairs drop column is_one_way');
}
