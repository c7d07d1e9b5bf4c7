import type { ToDecide } from '../../../hubspot-app/app/settings/api/reviews.ts';
import type { Db } from '../../db/index.ts';
import { IS_WANTED } from '../../records/wanted-products.ts';
import type { PortalId } from '../../shared/ids.ts';
import { IS_DOUBTFUL_CREATION } from '../customers/creation-reviews.ts';
import { hasQuestion } from '../fields/questions.ts';
import { IS_LISTED } from '../match/left-out.ts';

/** SQL: the row's connection is not disconnected. */
const lives = (row: string): string => `exists (select 1 from erp_connections k
  where k.portal_id = ${row}.portal_id and k.id = ${row}.connection_id and k.status <> 'disconnected')`;

/** How much waits for a person's decision, over all connections. */
export async function countToDecide(db: Db, portalId: PortalId): Promise<ToDecide> {
  const { rows } = await db.raw<{ rows: ToDecide[] }>(
    `select
       (select count(*) from customer_matches m
        where m.portal_id = :portalId and (m.state = 'ambiguous' or ${IS_LISTED}) and ${lives('m')}) as customers,
       (select count(*) from commands c where c.portal_id = :portalId and ${IS_DOUBTFUL_CREATION} and ${lives('c')}) as creations,
       (select count(*) from field_pairs p
        join customer_rules r on r.portal_id = p.portal_id and r.connection_id = p.connection_id and r.live is not null
        where p.portal_id = :portalId and ${hasQuestion('p', 'edited')} and ${lives('p')}) as fields,
       (select count(*) from customer_archivals a where a.portal_id = :portalId and a.state = 'held' and ${lives('a')}) as archivals,
       (select count(*) from product_links l
        join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
        join erp_products p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id
        where l.portal_id = :portalId and l.state = 'ambiguous' and ${IS_WANTED} and ${lives('l')}) as products`,
    { portalId },
  );
  return rows[0] ?? { customers: 0, creations: 0, fields: 0, archivals: 0, products: 0 };
}
