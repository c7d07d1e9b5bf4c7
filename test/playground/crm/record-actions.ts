import type { Portal } from '../../fakes/hubspot/index.ts';
import type { CardObjectType, RecordAction } from '../api.ts';
import { personAt } from './people.ts';

/** Somebody deletes, restores or merges a record; the id of the record to look at afterwards. HubSpot's refusals are thrown in its own words. */
export function actOnRecord(portal: Portal, type: CardObjectType, id: string, { userId, action, otherId }: RecordAction): string {
  const person = personAt(portal, userId);
  switch (action) {
    case 'delete':
      person.delete(type, id);
      return id;
    case 'restore':
      person.restore(type, id);
      return id;
    case 'privacyDelete':
      if (type !== 'contacts') throw new Error('Only contacts are deleted for privacy.');
      person.privacyDelete(id);
      return id;
    case 'merge':
      if (otherId === null) throw new Error('Choose the record to merge with.');
      return person.merge(type, id, otherId);
  }
}
