/**
 * SQL condition on a product `p` of `erp_products` and the rules `r` of its connection: it goes to HubSpot. What is there already stays there,
 * as inactive, once it is not sold any more.
 */
export const IS_CHOSEN = isChosen('p', 'r');
export const IS_SOLD = isSold('p');
export const IS_WANTED = isWanted('p', 'r');

/** The same of a product and rules under other names. */
export function isWanted(product: string, rules: string): string {
  return `(${isSold(product)} and ${isChosen(product, rules)})`;
}

function isSold(product: string): string {
  return `(${product}.active and ${product}.is_sold)`;
}

function isChosen(product: string, rules: string): string {
  return `(${isAmong(`${product}.categories`, rules, 'categoryIds')} and ${isAmong(`${product}.tags`, rules, 'tagIds')}
  and (${rules}.rules -> 'companyIds' = 'null' or ${product}.company_id is null or jsonb_exists(${rules}.rules -> 'companyIds', ${product}.company_id)))`;
}

function isAmong(having: string, rules: string, rule: string): string {
  return `(${rules}.rules -> '${rule}' = 'null' or exists (
    select 1 from jsonb_array_elements(${having}) one where jsonb_exists(${rules}.rules -> '${rule}', one ->> 'id')))`;
}

/** Stands among the price lists: what one unit costs the customer itself. No ERP has a list of that id. */
export const COST = '=cost';

/** SQL condition on the rules `r`. */
export const SHOWS_COST = `coalesce((r.rules ->> 'showsCost')::boolean, false)`;
/** SQL: one row `list_id` for each list that the rules `r` ask about, the cost among them only where it is switched on. */
export const CHOSEN_LISTS = `(
  select chosen.value as list_id from jsonb_each_text(r.rules -> 'priceLists') chosen
  union select '${COST}' where ${SHOWS_COST})`;

/** SQL condition on a row `l` of `product_links` that is `new`: HubSpot is to have it, and what it costs is known. */
export const MAY_BE_MADE = `((r.rules ->> 'createMissing')::boolean
  and exists (select 1 from erp_products p
    where p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id and ${IS_WANTED})
  and not exists (select 1 from list_prices lp
    where lp.portal_id = l.portal_id and lp.connection_id = l.connection_id and lp.product_id = l.product_id and lp.due_at is not null))`;

/** SQL condition on a row `e` of `erp_prices` and the rules `r` of its connection (bindings: now). */
export const BEGAN_OR_ENDED = `(e.valid_from is not null or e.valid_until is not null)
  and (e.valid_from > r.dates_seen_at and e.valid_from <= :now or e.valid_until > r.dates_seen_at and e.valid_until <= :now)`;
