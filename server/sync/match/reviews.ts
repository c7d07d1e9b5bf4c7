import type { Reviews } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';

const PER_PAGE = 25;

type Review = Reviews['reviews'][number];
type ReviewRow = Omit<Review, 'candidates'> & { candidates: { recordId: string; name: string | null; rule: string }[]; found: number };

/** Customers a person must decide on: several candidates first, then those with invoices that nothing was found for. */
export async function loadReviews(
  db: Db,
  portalId: PortalId,
  page: number,
  recordUrl: (objectType: string, id: string) => string,
): Promise<Reviews> {
  const { rows } = await db.raw<{ rows: ReviewRow[] }>(
    `
    select m.connection_id, m.customer_id, c.name as customer_name, c.number as customer_number, m.object_type, m.state, m.candidates,
      array_remove(array[o.name, c.tax_id, c.address ->> 'city', c.emails[1]], null) as facts,
      count(*) over () as found
    from customer_matches m
    join erp_customers c on c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
    join erp_connections k on k.portal_id = m.portal_id and k.id = m.connection_id and k.status <> 'disconnected'
    left join erp_customers o on o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.organisation_id
      and o.erp_id <> c.erp_id
    where m.portal_id = :portalId and (
      m.state = 'ambiguous'
      or m.state = 'unmatched' and exists (select 1 from erp_invoices i where i.portal_id = m.portal_id and i.connection_id = m.connection_id
        and (i.organisation_id = m.customer_id or i.customer_id = m.customer_id) and i.status not in ('draft', 'cancelled')))
    order by m.state, c.name, m.customer_id
    limit ${PER_PAGE} offset :offset`,
    { portalId, offset: (page - 1) * PER_PAGE },
  );
  const total = rows[0]?.found ?? 0;
  return {
    page,
    pageCount: Math.max(1, Math.ceil(total / PER_PAGE)),
    total,
    reviews: rows.map(({ found: _, candidates, ...review }) => ({
      ...review,
      candidates: candidates.map((candidate) => ({ ...candidate, url: recordUrl(review.objectType, candidate.recordId) })),
    })),
  };
}
