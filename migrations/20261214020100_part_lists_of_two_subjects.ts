import type { Knex } from 'knex';

// Two subjects that were given one list emptied each other's members: it stays with the first that asked, and the others get their own when asked again.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    update record_lists l set list_id = null
    where exists (
      select 1 from record_lists e
      where e.portal_id = l.portal_id and e.list_id = l.list_id and (e.asked_at, e.subject) < (l.asked_at, l.subject))
  `);
}

export async function down(): Promise<void> {
  // Whose list it was is not known any more.
}
