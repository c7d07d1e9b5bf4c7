import type { CallOptions, HubSpotClient, PropertyDefinition } from '../../hubspot/contract.ts';
import { PuenteError } from '../../shared/errors.ts';

type Options = NonNullable<PropertyDefinition['options']>;

/** HubSpot does not list in a property the people who can own a record; without the right to see them they stay ids. */
export async function ownerOptions(hubspot: Pick<HubSpotClient, 'listOwners'>, options: CallOptions): Promise<Options> {
  try {
    const owners = await hubspot.listOwners(options);
    return owners.map(({ id, name }, displayOrder) => ({ value: id, label: name, displayOrder, hidden: false }));
  } catch (error) {
    if (error instanceof PuenteError) return [];
    throw error;
  }
}

export const withOwners = (definition: PropertyDefinition, owners: Options): PropertyDefinition =>
  definition.referencedObjectType === 'OWNER' ? { ...definition, options: owners } : definition;
