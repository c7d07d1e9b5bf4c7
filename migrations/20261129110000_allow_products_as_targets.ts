import type { Knex } from 'knex';

const TABLES = ['targets', 'inbox'];

// Checked for every new row at once, and for the old ones never: all of them are of the types allowed before.
const allow = (table: string, types: readonly string[]): string => `
  alter table ${table} drop constraint ${table}_object_type_check,
    add constraint ${table}_object_type_check check (object_type in (${types.map((type) => `'${type}'`).join(', ')})) not valid`;

export async function up(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex.raw(allow(table, ['companies', 'contacts', 'deals', 'products']));
  // All that HubSpot said of a product: what we wrote ourselves comes back as well, and need not be read. Null: more, or something else.
  await knex.raw('alter table inbox add column said jsonb');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table inbox drop column said');
  for (const table of TABLES) await knex.raw(`delete from ${table} where object_type = 'products'`);
  for (const table of TABLES) await knex.raw(allow(table, ['companies', 'contacts', 'deals']));
}
