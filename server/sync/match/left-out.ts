import type { LeftOut } from '../../../hubspot-app/app/settings/api/types.ts';
import { WAS_DELETED } from './deleted-records.ts';
import { IS_OWN_COMPANY } from './own-companies.ts';

const HAS_INVOICES = `exists (select 1 from erp_invoices i where i.portal_id = m.portal_id and i.connection_id = m.connection_id
  and (i.organisation_id = m.customer_id or i.customer_id = m.customer_id) and i.status not in ('draft', 'cancelled'))`;

/** SQL: nothing was found for the customer of match `m`, and it has documents that a record would show. */
const IS_MISSED = `m.state = 'unmatched' and ${HAS_INVOICES} and not ${IS_OWN_COMPANY}`;

/** SQL: match `m` is on the list of customers that have no record. */
export const IS_LISTED = `${IS_MISSED} or ${WAS_DELETED}`;

/** Its record was deleted in HubSpot, or the person was forgotten. */
const IS_DELETED = `(m.candidates @> '[{"reason": "deleted"}]' or m.candidates @> '[{"reason": "privacy"}]')`;

/** SQL: match `m`, which is left out, was so by a person. Of one whose record was deleted that is known since it is noted who did it. */
export const IS_BY_PERSON = `(not ${IS_DELETED} or m.left_out_by is not null and not m.candidates @> '[{"reason": "privacy"}]')`;

/** SQL conditions on a row `m` of `customer_matches`: why a customer with posted invoices has no record that shows them. */
const WHY: Record<keyof LeftOut, string> = {
  notFound: IS_MISSED,
  inQuestion: `m.state = 'ambiguous' and ${HAS_INVOICES}`,
  byPeople: `m.state = 'ignored' and not ${IS_DELETED} and ${HAS_INVOICES} and not ${IS_OWN_COMPANY}`,
  deleted: `m.state = 'ignored' and ${IS_DELETED} and ${HAS_INVOICES} and not ${IS_OWN_COMPANY}`,
};

/** SQL condition on a row `m` of `customer_matches`: it has posted invoices, and no record that shows them. */
export const IS_LEFT_OUT = `(${Object.values(WHY)
  .map((why) => `(${why})`)
  .join(' or ')})`;

const COUNTS = Object.entries(WHY).map(([name, why]) => `'${name}', count(*) filter (where ${why})`);

/** SQL of how many customers are left out for which reason, of connection `:connectionId`. */
export const COUNT_LEFT_OUT = `
  select jsonb_build_object(${COUNTS.join(', ')}) from customer_matches m
  where m.portal_id = :portalId and m.connection_id = :connectionId and m.state in ('unmatched', 'ambiguous', 'ignored')`;

/** SQL of how many of them are on a list to be decided, of connection `:connectionId`. */
export const COUNT_LEFT_OUT_TO_DECIDE = `
  select count(*) from customer_matches m
  where m.portal_id = :portalId and m.connection_id = :connectionId
    and (${WHY.notFound} or ${WHY.inQuestion} or (${WHY.deleted} and ${WAS_DELETED}))`;
