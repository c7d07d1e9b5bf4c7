import type { Knex } from 'knex';

// Nothing ever wrote them. In HubSpot they stay as they are; here nobody is to be asked to make room for them or to repair them.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    update problems set resolved_at = now()
    where subject_kind = 'property' and subject in ('deals.erp_order_key', 'deals.erp_order_status') and resolved_at is null
  `);
  await knex.raw(`delete from hubspot_properties where object_type = 'deals' and name in ('erp_order_key', 'erp_order_status')`);
}

/** Provisioning by an older version finds them again. */
export async function down(): Promise<void> {}
