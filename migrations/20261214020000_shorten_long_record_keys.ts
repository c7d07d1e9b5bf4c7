import type { Knex } from 'knex';

// Values of more than 200 characters are kept as their digest from now on; those that the index took so far are found again under it.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`update record_keys set value = encode(sha256(convert_to(value, 'UTF8')), 'hex') where length(value) > 200`);
}

export async function down(): Promise<void> {
  // What a digest stood for is not known any more: records whose names are read again get it back.
}
