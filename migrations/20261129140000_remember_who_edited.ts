import type { Knex } from 'knex';

// Who edited what each side held, where the systems tell it: `{"hubspot": {"kind": "user", "userId": 5, "at": "…"}, "erp": {…, "name": "…"}}`.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table field_changes add column edited_by jsonb`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`alter table field_changes drop column edited_by`);
}
