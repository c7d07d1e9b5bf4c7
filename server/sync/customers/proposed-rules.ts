import type { CustomerObjectRules, CustomerRules, FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { FieldRole } from '../../erp/shared/contract.ts';
import { CUSTOMER_OBJECT_TYPES, ORGANISATION, PERSON, perObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import { areCompatible, shapeOfField } from '../fields/field-shapes.ts';
import { COMPANY, FULL_NAME, PARENT_COMPANY } from '../fields/virtual-properties.ts';
import type { KnownShapes } from './compile-rules.ts';

type Line = [role: FieldRole, property: string, direction: FieldMapping['direction'], rule: FieldMapping['rule']];

// Finance owns what stands on invoices; what people write to each other with is filled in where it is missing.
const USUAL: Record<CustomerObjectType, readonly Line[]> = {
  [ORGANISATION]: [
    ['name', 'name', 'both', 'erp_wins'],
    ['phone', 'phone', 'both', 'erp_wins'],
    ['website', 'website', 'both', 'fill_if_empty'],
    ['street', 'address', 'both', 'erp_wins'],
    ['street2', 'address2', 'both', 'erp_wins'],
    ['city', 'city', 'both', 'erp_wins'],
    ['zip', 'zip', 'both', 'erp_wins'],
    ['state', 'state', 'both', 'erp_wins'],
    ['country', 'country', 'both', 'erp_wins'],
    // What a group is, is a matter of its books.
    ['organisation', PARENT_COMPANY, 'to_hubspot', 'erp_wins'],
  ],
  [PERSON]: [
    ['first_name', 'firstname', 'both', 'fill_if_empty'],
    ['last_name', 'lastname', 'both', 'fill_if_empty'],
    ['name', FULL_NAME, 'to_erp', 'fill_if_empty'],
    ['email', 'email', 'to_erp', 'fill_if_empty'],
    ['phone', 'phone', 'both', 'erp_wins'],
    ['mobile', 'mobilephone', 'both', 'erp_wins'],
    ['job_title', 'jobtitle', 'both', 'fill_if_empty'],
    // Whoever moved somebody knows why; where both sides say otherwise, invoices and deals hang on the answer.
    ['organisation', COMPANY, 'both', 'ask'],
    ['street', 'address', 'both', 'fill_if_empty'],
    ['city', 'city', 'both', 'fill_if_empty'],
    ['zip', 'zip', 'both', 'fill_if_empty'],
    ['state', 'state', 'both', 'fill_if_empty'],
    ['country', 'country', 'both', 'fill_if_empty'],
  ],
};

/** What most portals can leave as it is; nothing creates anything by itself. */
export function proposeRules(
  shapes: Record<CustomerObjectType, KnownShapes> | null,
  taxIdProperty: Record<CustomerObjectType, string | null>,
): CustomerRules {
  return perObjectType(CUSTOMER_OBJECT_TYPES, (type) => proposeObject(type, shapes?.[type] ?? null, taxIdProperty[type]));
}

function proposeObject(objectType: CustomerObjectType, shapes: KnownShapes | null, taxIdProperty: string | null): CustomerObjectRules {
  const taxId: Line[] = taxIdProperty === null ? [] : [['tax_id', taxIdProperty, 'both', 'erp_wins']];
  const lines = [...taxId, ...USUAL[objectType]].flatMap((line) => (shapes ? mappedLines(shapes, line) : []));
  return {
    ...{ createWhen: [], mayCreateByHand: true, makesContactPersons: true, makesConsumers: false, isOneWay: false, defaults: {} },
    ...{ whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' },
    mapping: lines.filter(({ field }, at) => lines.findIndex((other) => other.field === field) === at),
  };
}

/** One line, or where customers and contact persons have fields of their own for it, one for each. */
function mappedLines({ fields, properties }: KnownShapes, [role, name, direction, rule]: Line): FieldMapping[] {
  const property = properties.find((one) => one.name === name);
  if (!property) return [];
  const usable = fields.filter((one) => one.role === role && !one.isForNewOnly && areCompatible(property, shapeOfField(one, one.kinds)));
  const chosen = usable.filter((field, at) => !usable.slice(0, at).some(({ kinds }) => kinds.some((kind) => field.kinds.includes(kind))));
  return chosen.map((field) => {
    const isOneWay = !field.isWritable ? ('to_hubspot' as const) : property.isReadOnly ? ('to_erp' as const) : direction;
    // What HubSpot alone can change, the ERP cannot win.
    const followed = isOneWay === 'to_erp' && rule === 'erp_wins' ? 'hubspot_wins' : rule;
    return { property: name, field: field.name, direction: isOneWay, rule: followed, whenEmptied: 'keep', translation: [] };
  });
}
