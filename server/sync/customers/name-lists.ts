import type { CreateCondition, CustomerRules } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { CallOptions, FoundList, HubSpotClient } from '../../hubspot/contract.ts';
import { isScopeMissing } from '../../hubspot/errors.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES, perObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import { LISTS_WITHHELD, listsIn } from '../fields/list-conditions.ts';
import { LISTS } from '../fields/virtual-properties.ts';

type Reads = Pick<HubSpotClient, 'searchLists'>;

/** The rules with the names that HubSpot has now for the lists they speak of. Throws naming one that is gone, or holds other records. */
export async function nameLists(hubspot: Reads, rules: CustomerRules, options: CallOptions): Promise<CustomerRules> {
  const ids = [...new Set(CUSTOMER_OBJECT_TYPES.flatMap((type) => listsIn(rules[type])))];
  const lists = ids.length === 0 ? [] : await findLists(hubspot, ids, options);
  return perObjectType(CUSTOMER_OBJECT_TYPES, (type) => ({
    ...rules[type],
    createWhen: rules[type].createWhen.map((condition) => named(condition, type, lists)),
  }));
}

async function findLists(hubspot: Reads, ids: string[], options: CallOptions): Promise<FoundList[]> {
  try {
    return (await hubspot.searchLists({ objectType: null, ids }, options)).lists;
  } catch (error) {
    if (isScopeMissing(error)) throw new InvalidInputError('HubSpot lets no lists be read', { code: LISTS_WITHHELD });
    throw error;
  }
}

function named({ property, values, names }: CreateCondition, objectType: CustomerObjectType, lists: FoundList[]): CreateCondition {
  if (property !== LISTS) return { property, values };
  if (values.length === 0) throw new InvalidInputError('No list was chosen', { code: 'customers.list_missing' });
  const nameOf = (id: string): string => {
    const list = lists.find((one) => one.id === id && one.objectType === objectType);
    if (!list)
      throw new InvalidInputError('HubSpot has no such list', { code: 'customers.list_unknown', params: { list: names?.[id] ?? id } });
    return list.name;
  };
  return { property, values, names: Object.fromEntries(values.map((id) => [id, nameOf(id)])) };
}
