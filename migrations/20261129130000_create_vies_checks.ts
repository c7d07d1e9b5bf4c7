import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // What VIES said of a VAT number. It says the same to everybody, so the row knows no portal: who asked, and of which record, is nowhere.
  // It goes when it is out of date, not with a portal.
  await knex.raw(`
    create table vies_checks (
      number       text primary key,     -- with the letters in front: DE136695976
      answer       text not null check (answer in ('valid', 'invalid')),
      known_until  timestamptz not null
    )
  `);
  await knex.raw(`create index vies_checks_out_of_date on vies_checks (known_until)`);

  // Each country's own register answers one call at a time.
  await knex.raw(`
    create table vies_turns (
      country      text primary key,
      free_at      timestamptz not null  -- a call is under way until then at the latest, or the register is left alone
    )
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table vies_turns, vies_checks');
}
