import type { Knex } from 'knex';

// A French VAT number is compared by the SIREN in it from now on. Records that were read before are found by it, too.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    insert into record_keys (portal_id, object_type, record_id, kind, value)
    select k.portal_id, k.object_type, k.record_id, k.kind, right(k.value, 9) from record_keys k
    where k.kind = 'tax_id' and (k.value ~ '^FR[A-Z0-9]{2}[0-9]{9}$' or case when k.value ~ '^[0-9]{11}$'
      then left(k.value, 2)::int = (12 + 3 * (right(k.value, 9)::int % 97)) % 97 else false end)
    order by 1, 2, 3, 5
    on conflict do nothing
  `);
  await knex.raw(`
    update customer_matches m set state = 'due', checked_at = null
    from erp_customers c
    where c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id and m.state in ('unmatched', 'ambiguous')
      and c.tax_id_normalised ~ '^[0-9]{9}$' and c.address ->> 'country' = 'FR'
      and exists (
        select 1 from record_keys k
        where k.portal_id = m.portal_id and k.object_type = m.object_type and k.kind = 'tax_id' and k.value = c.tax_id_normalised)
  `);
}

// A key only says who may hold a value, so those that are too many do no harm.
export async function down(): Promise<void> {}
