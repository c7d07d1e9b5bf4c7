import type { Knex } from 'knex';

/**
 * States that were written to HubSpot, by their codes perhaps, are looked at once more. In ten minutes: whoever still runs the code of before until
 * then would find nothing to do.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    update field_pairs p set due_revision = p.due_revision + 1, due_at = now() + interval '10 minutes', tries = 0
    where exists (
      select 1 from customer_rules r
      cross join jsonb_array_elements(r.live -> p.object_type -> 'mapping') m
      join field_changes h on h.portal_id = p.portal_id and h.connection_id = p.connection_id and h.object_type = p.object_type
        and h.record_id = p.record_id and h.property = m ->> 'property' and h.written_to = 'hubspot'
      where r.portal_id = p.portal_id and r.connection_id = p.connection_id
        and m -> 'fieldShape' ->> 'role' in ('state', 'delivery_state')
        and h.after = p.fields -> (m ->> 'property') -> 'base' ->> 'hubspot')
  `);
}

export async function down(): Promise<void> {
  // Links that are looked at for nothing stay as they are.
}
