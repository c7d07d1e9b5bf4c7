import type { PropertyView } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { OrdersView } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { PropertyDefinition } from '../../hubspot/contract.ts';
import { viewProperty } from '../customers/overview.ts';
import { isReadOnlyProperty, shapeOfProperty } from '../fields/field-shapes.ts';
import { conditionProperties } from './confirm-by-conditions.ts';
import { NOT_CONFIRMING, type StoredOrderRules } from './rules.ts';

/** Of deals, what an administrator can choose to confirm by. */
export const viewDealProperties = (definitions: readonly PropertyDefinition[]): PropertyView[] =>
  definitions
    .filter(({ archived, name }) => !archived && !NOT_CONFIRMING.includes(name))
    .map((definition) =>
      viewProperty({
        ...{ name: definition.name, label: definition.label, isReadOnly: isReadOnlyProperty(definition) },
        ...shapeOfProperty(definition),
      }),
    )
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));

/** Conditions on a property that HubSpot has no more do nothing. */
export function goneProperties(stored: StoredOrderRules | undefined, definitions: readonly PropertyDefinition[]): OrdersView['notices'] {
  const there = new Set(definitions.filter(({ archived }) => !archived).map(({ name }) => name));
  const named = stored ? conditionProperties(stored) : [];
  return named.filter((name) => !there.has(name)).map((property) => ({ code: 'order.property_gone', params: { property } }));
}
