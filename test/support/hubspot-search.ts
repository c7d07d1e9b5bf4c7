import type { SearchFilter } from '../../server/hubspot/contract.ts';
import type { Properties } from './hubspot-values.ts';

/** HubSpot compares text without regard to case, and IN only with lower-case values. */
export function matches(properties: Properties, filter: SearchFilter): boolean {
  const held = (properties[filter.propertyName] ?? '').toLowerCase();
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return held !== '';
    case 'IN':
      return held !== '' && filter.values.includes(held);
    case 'EQ':
      return held === filter.value.toLowerCase();
    case 'NEQ':
      return held !== filter.value.toLowerCase();
    case 'GT':
      return held > filter.value;
    case 'GTE':
      return held >= filter.value;
    case 'LT':
      return held < filter.value;
    case 'LTE':
      return held <= filter.value;
  }
}
