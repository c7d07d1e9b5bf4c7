import type { Knex } from 'knex';

/** Customers to be made that the ERP may have are listed with whom they may be: those that wait already are looked at once more, which says it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index commands_doubtful_creations on commands (portal_id, asked_at)
    where name = 'createCustomer' and state = 'waiting' and waiting_for = 'command.waiting_review'`);
  await knex.raw(`
    update commands set state = 'planned', waiting_for = null, params = '{}', due_at = now(), tries = 0, revision = revision + 1
    where name = 'createCustomer' and state = 'waiting' and waiting_for = 'command.waiting_review' and facts -> 'alike' is null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index commands_doubtful_creations');
}
