import type { Knex } from 'knex';

/** Which draft a person had before the eyes who saves another: of two who save at once the second is told. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table customer_rules add column draft_revision bigint not null default 0`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table customer_rules drop column draft_revision`);
}
