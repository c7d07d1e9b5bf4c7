import type { Knex } from 'knex';

/** Which company or organisation a record waits for until that is linked; who waited before was a problem each. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table field_pairs add column awaited_record text, add column awaited_customer text`);
  await knex.raw(`
    update field_pairs p set awaited_record = b.params ->> 'recordId', awaited_customer = b.params ->> 'customerId', due_revision = p.due_revision + 1
    from problems b
    where b.portal_id = p.portal_id and b.connection_id = p.connection_id and b.subject_kind = p.object_type and b.subject = p.record_id
      and b.resolved_at is null and b.code in ('relation.company_unlinked', 'relation.organisation_unlinked')
  `);
  await knex.raw(`update problems set resolved_at = now() where resolved_at is null and code = 'relation.organisation_unlinked'`);
  await knex.raw(
    `create index field_pairs_waiting on field_pairs (portal_id, connection_id) where awaited_record is not null or awaited_customer is not null`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index field_pairs_waiting');
  await knex.raw('alter table field_pairs drop column awaited_record, drop column awaited_customer');
}
