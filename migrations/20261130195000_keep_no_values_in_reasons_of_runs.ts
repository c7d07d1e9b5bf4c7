import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // The reason of a group named a value of one of its records.
  await knex.raw(`
    update customer_runs r set groups = (
      select jsonb_agg(case when jsonb_typeof(g -> 'reason') = 'object' then jsonb_set(g, '{reason,params}', coalesce((
          select jsonb_object_agg(p.key, p.value) from jsonb_each(g -> 'reason' -> 'params') p where p.key in ('field', 'property', 'most')), '{}'))
        else g end order by place)
      from jsonb_array_elements(r.groups) with ordinality as shown(g, place))
    where jsonb_path_exists(r.groups, '$[*].reason.params')
  `);
}

/** What was left out stands in no other place. */
export async function down(): Promise<void> {
  await Promise.resolve();
}
