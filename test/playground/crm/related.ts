import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { ObjectType } from '../api.ts';
import { hasCards } from './portal.ts';

const RELATED_AT_MOST = 8;

interface Related {
  type: ObjectType;
  id: string;
  properties: RecordView['properties'];
}

/** Records tied to this one, and between deals and products those that a line of a deal ties. */
export function relatedTo(portal: Portal, type: ObjectType, id: string): Related[] {
  return (['companies', 'contacts', 'deals', 'products'] as const)
    .filter((other) => other !== type)
    .flatMap((other) =>
      idsOf(portal, { type, id }, other)
        .slice(0, RELATED_AT_MOST)
        .flatMap((relatedId) => {
          const record = portal.record(other, relatedId);
          return record && !record.archived ? [{ type: other, id: record.id, properties: record.properties }] : [];
        }),
    );
}

function idsOf(portal: Portal, { type, id }: Pick<Related, 'type' | 'id'>, other: ObjectType): string[] {
  if (hasCards(type) && hasCards(other)) return portal.associatedIds(type, id, other);
  if (type === 'deals') return [...new Set(linesOf(portal, id).flatMap(({ properties }) => productOf(portal, properties)))];
  if (other !== 'deals') return [];
  const lines = portal.records('line_items').filter(({ properties }) => productOf(portal, properties).includes(id));
  return [...new Set(lines.flatMap((line) => portal.associatedIds('line_items', line.id, 'deals')))];
}

/** What stands on a deal. */
export const linesOf = (portal: Portal, dealId: string): RecordView[] =>
  portal
    .associatedIds('deals', dealId, 'line_items')
    .flatMap((id) => portal.record('line_items', id) ?? [])
    .filter(({ archived }) => !archived);

/** The product that a line was made from, or those with its SKU. */
function productOf(portal: Portal, { hs_product_id: id, hs_sku: sku }: RecordView['properties']): string[] {
  if (id) return [id];
  return sku ? portal.records('products').flatMap((one) => (one.properties['hs_sku'] === sku ? [one.id] : [])) : [];
}
