import type { Knex } from 'knex';

const MIRROR = ['erp_customers', 'erp_invoices', 'erp_invoice_origins', 'erp_payments', 'erp_allocations'];
const keyOf = (table: string): string => `${table}_portal_id_connection_id_fkey`;

// Rows come here by the page, and a foreign key looks its parent up for each of them: a sixth of what a first reading cost the database. These
// triggers promise the same (no row without its connection or portal, none left when that goes), with the same locks, for a statement at a time.
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function require_connection() returns trigger language plpgsql as $$
    declare
      owner record;
    begin
      for owner in select distinct a.portal_id, a.connection_id from added a loop
        -- Until the end of this transaction nobody removes it; who just does is waited for.
        perform from erp_connections k where k.portal_id = owner.portal_id and k.id = owner.connection_id for key share;
        if not found then
          raise foreign_key_violation using message = format('%s: there is no connection %s of portal %s', tg_table_name, owner.connection_id, owner.portal_id);
        end if;
      end loop;
      return null;
    end $$
  `);
  await knex.raw(`
    create function require_portal() returns trigger language plpgsql as $$
    declare
      owner record;
    begin
      for owner in select distinct a.portal_id from added a loop
        perform from portals p where p.portal_id = owner.portal_id for key share;
        if not found then
          raise foreign_key_violation using message = format('%s: there is no portal %s', tg_table_name, owner.portal_id);
        end if;
      end loop;
      return null;
    end $$
  `);
  await knex.raw(`
    create function remove_mirror_of_connection() returns trigger language plpgsql as $$
    begin
      ${MIRROR.map((table) => `delete from ${table} where portal_id = old.portal_id and connection_id = old.id;`).join('\n      ')}
      return null;
    end $$
  `);
  await knex.raw(`
    create function remove_events_of_portal() returns trigger language plpgsql as $$
    begin
      delete from events where portal_id = old.portal_id;
      return null;
    end $$
  `);
  await knex.raw(
    'create trigger remove_mirror after delete on erp_connections for each row execute function remove_mirror_of_connection()',
  );
  await knex.raw('create trigger remove_events after delete on portals for each row execute function remove_events_of_portal()');
  for (const table of [...MIRROR, 'events']) {
    await knex.raw(`
      create trigger require_owner after insert on ${table} referencing new table as added
      for each statement execute function ${table === 'events' ? 'require_portal' : 'require_connection'}()
    `);
  }
  for (const table of MIRROR) await knex.raw(`alter table ${table} drop constraint ${keyOf(table)}`);
  await knex.raw('alter table events drop constraint events_portal_id_fkey');
}

export async function down(knex: Knex): Promise<void> {
  for (const table of MIRROR) {
    await knex.raw(`
      alter table ${table} add constraint ${keyOf(table)}
      foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade
    `);
  }
  await knex.raw(
    'alter table events add constraint events_portal_id_fkey foreign key (portal_id) references portals (portal_id) on delete cascade',
  );
  for (const table of [...MIRROR, 'events']) await knex.raw(`drop trigger require_owner on ${table}`);
  await knex.raw('drop trigger remove_mirror on erp_connections');
  await knex.raw('drop trigger remove_events on portals');
  await knex.raw('drop function remove_events_of_portal, remove_mirror_of_connection, require_portal, require_connection');
}
