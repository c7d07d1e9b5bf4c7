import type { Db } from '../../../server/db/index.ts';
import { queryPrepared } from '../../../server/db/prepared.ts';

// Asked every 25 ms: planned once, so that the asking costs the database hardly anything of what is measured.

export async function isPreviewReady(db: Db, connectionId: string): Promise<boolean> {
  const rows = await queryPrepared<{ isReady: boolean }>(
    db,
    `select count(*) = 3 and count(*) = count(first_completed_at)
       and not exists (select 1 from customer_matches m where m.connection_id = :connectionId and m.state = 'due')
       and exists (select 1 from portals where swept_at is not null) and not exists (select 1 from inbox where object_type = 'deals') as is_ready
     from erp_streams where connection_id = :connectionId and is_on`,
    { connectionId },
  );
  return rows[0]?.isReady === true;
}

/** Nothing is due on any side, and no job that could make something due is waiting or running. */
export async function isAtRest(db: Db): Promise<boolean> {
  const rows = await queryPrepared<{ isAtRest: boolean }>(
    db,
    `select not exists (select 1 from targets where due_revision > pushed_revision and due_revision > refused_revision)
       and not exists (select 1 from customer_matches where state = 'due')
       and not exists (select 1 from product_links l join catalog_rules r using (portal_id, connection_id) where l.state = 'due')
       and not exists (select 1 from inbox)
       and not exists (select 1 from erp_hints)
       and not exists (select 1 from commands where state in ('planned', 'sending', 'unknown'))
       and not exists (select 1 from field_pairs where due_revision > done_revision)
       and not exists (select 1 from customer_runs where state = 'running')
       and not exists (select 1 from pgboss.job where state = 'active' or state in ('created', 'retry') and start_after < now() and name <> 'failed')
       as is_at_rest`,
    {},
  );
  return rows[0]?.isAtRest === true;
}
