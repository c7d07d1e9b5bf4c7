import type { Knex } from 'knex';

// Organisations for which nothing was found before names were asked about: they are looked up once more, from what we know of HubSpot's records.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`update customer_matches set state = 'due', checked_at = null where object_type = 'companies' and state = 'unmatched'`);
}

export async function down(): Promise<void> {
  // What nothing is found for is unmatched again by itself.
}
