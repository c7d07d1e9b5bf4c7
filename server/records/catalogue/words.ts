import type { Preview } from '../../../hubspot-app/app/settings/api/types.ts';
import { PROPERTIES } from './entries.ts';
import type { Property } from './property.ts';

/** What a preview speaks of, in the words in which HubSpot shows it; a key says nothing to people. */
export const PROPERTY_WORDS: Preview['propertyWords'] = Object.fromEntries(
  (PROPERTIES as readonly Property[])
    .filter(({ kind, isStandard }) => kind !== 'key' && kind !== 'typed' && !isStandard)
    .map(({ name, label, options = {}, format }) => [name, { label, options, isAmount: format === 'amount' }]),
);
