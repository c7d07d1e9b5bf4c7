import type { Knex } from 'knex';

const allow = (states: string): string => `
  alter table hubspot_properties drop constraint hubspot_properties_state_check,
    add constraint hubspot_properties_state_check check (state in (${states}))`;

// An account grants the rights for products or not; a property it withholds is neither taken by another one nor without room.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(allow(`'ready', 'conflict', 'stopped', 'no_room', 'withheld'`));
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`update hubspot_properties set state = 'conflict' where state = 'withheld'`);
  await knex.raw(allow(`'ready', 'conflict', 'stopped', 'no_room'`));
}
