import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table former_links
      add column was_deleted boolean not null default false, -- the record, in HubSpot, before the ERP was disconnected
      add column left_alone jsonb,                           -- what people had frozen: { isFrozen, isOneWay, frozen: property names }
      add column asked jsonb,                                -- what waited for a decision about archiving: { reason, params }
      add column reader text                                 -- who read which companies, as a hash; null: nobody knows
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table former_links drop column was_deleted, drop column left_alone, drop column asked, drop column reader');
}
