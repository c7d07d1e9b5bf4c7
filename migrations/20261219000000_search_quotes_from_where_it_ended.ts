import type { Knex } from 'knex';

// Quotes are searched for from where the last search of them ended: an account may withhold them for a while. And a condition counts from when a person first
// confirmed it, however often the rules about money change afterwards; those that nobody confirmed count from when somebody does.
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table order_rules add column quotes_searched_at timestamptz');
  await knex.raw(`
    update order_rules r set conditions_since = (
      select coalesce(jsonb_object_agg(p.key, case
        when r.confirmed -> p.key is null then '{}'::jsonb
        else (select coalesce(jsonb_object_agg(c.key, greatest(c.value, r.confirmed -> p.key ->> 'at')), '{}') from jsonb_each_text(p.value) c)
      end), '{}')
      from jsonb_each(r.conditions_since) p)
    where r.conditions_since <> '{}'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table order_rules drop column quotes_searched_at');
}
