import type { Knex } from 'knex';

/** Each reading of orders asks which of them wait to be confirmed, and each e-mail whether its document was sent already. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index commands_of_document on commands (portal_id, connection_id, (input ->> 'id')) where name in ('confirmOrder', 'sendDocument')`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index commands_of_document`);
}
