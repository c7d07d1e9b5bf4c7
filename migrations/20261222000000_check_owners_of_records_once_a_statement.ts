import type { Knex } from 'knex';

const OF_CONNECTION = ['links', 'customer_matches'];
const OF_PORTAL = ['targets', 'inbox', 'record_keys', 'deal_orders'];

// As with the mirror's tables: their rows come by the hundred, and a foreign key looks the owner up for each of them (24,000 times in a first
// reading of 20,000 invoices).
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function remove_matching_of_connection() returns trigger language plpgsql as $$
    begin
      ${OF_CONNECTION.map((table) => `delete from ${table} where portal_id = old.portal_id and connection_id = old.id;`).join('\n      ')}
      return null;
    end $$
  `);
  await knex.raw(`
    create function remove_records_of_portal() returns trigger language plpgsql as $$
    begin
      ${OF_PORTAL.map((table) => `delete from ${table} where portal_id = old.portal_id;`).join('\n      ')}
      return null;
    end $$
  `);
  await knex.raw(
    'create trigger remove_matching after delete on erp_connections for each row execute function remove_matching_of_connection()',
  );
  await knex.raw('create trigger remove_records after delete on portals for each row execute function remove_records_of_portal()');
  for (const [tables, check] of [
    [OF_CONNECTION, 'require_connection'],
    [OF_PORTAL, 'require_portal'],
  ] as const) {
    for (const table of tables) {
      await knex.raw(`
        create trigger require_owner after insert on ${table} referencing new table as added
        for each statement execute function ${check}()
      `);
    }
  }
  for (const table of OF_CONNECTION) await knex.raw(`alter table ${table} drop constraint ${table}_portal_id_connection_id_fkey`);
  for (const table of OF_PORTAL) await knex.raw(`alter table ${table} drop constraint ${table}_portal_id_fkey`);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of OF_CONNECTION) {
    await knex.raw(`
      alter table ${table} add constraint ${table}_portal_id_connection_id_fkey
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    `);
  }
  for (const table of OF_PORTAL) {
    await knex.raw(`
      alter table ${table} add constraint ${table}_portal_id_fkey foreign key (portal_id) references portals (portal_id) on delete cascade
    `);
  }
  for (const table of [...OF_CONNECTION, ...OF_PORTAL]) await knex.raw(`drop trigger require_owner on ${table}`);
  await knex.raw('drop trigger remove_matching on erp_connections');
  await knex.raw('drop trigger remove_records on portals');
  await knex.raw('drop function remove_records_of_portal, remove_matching_of_connection');
}
