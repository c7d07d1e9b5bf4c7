import type { Knex } from 'knex';

const STATES = ['noticed', 'held', 'asked', 'done', 'restoring'];
const allow = (states: readonly string[]): string =>
  `alter table customer_archivals drop constraint customer_archivals_state_check,
   add constraint customer_archivals_state_check check (state in (${states.map((state) => `'${state}'`).join(', ')}))`;

// kept: a person (decided_by) said that it is to stay in use, at ended_at
export async function up(knex: Knex): Promise<void> {
  await knex.raw(allow([...STATES, 'kept']));
}

export async function down(knex: Knex): Promise<void> {
  await knex('customer_archivals').where({ state: 'kept' }).delete();
  await knex.raw(allow(STATES));
}
