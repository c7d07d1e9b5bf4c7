import { z } from 'zod';
import { recordId, type PortalId } from '../../shared/ids.ts';
import {
  DEAL,
  isDeal,
  isOrganisation,
  isPerson,
  isProduct,
  objectTypeOfId,
  objectTypeOfSingular,
  ORGANISATION,
  PERSON,
  type ObjectType,
} from '../../shared/object-types.ts';
import type { ReceivedEntry } from '../../sync/inbox/received-entries.ts';
import { TOLD_FOR_WRITING, TOLD_PROPERTIES } from '../../sync/inbox/told-properties.ts';

const Id = z.union([z.string().regex(/^\d{1,20}$/), z.int().positive().transform(String)]);
const Ids = z.array(Id).catch([]);

/** Parsed leniently: HubSpot adds keys, its documentation calls the type `eventType`, and an event we do not know is not an error. */
const RawEvent = z.object({
  portalId: z.coerce.number().int().positive(),
  subscriptionType: z.string().optional().catch(undefined),
  eventType: z.string().optional().catch(undefined),
  objectTypeId: z.string().optional().catch(undefined),
  objectId: Id.optional().catch(undefined),
  propertyName: z.string().optional().catch(undefined),
  propertyValue: z.string().optional().catch(undefined),
  primaryObjectId: Id.optional().catch(undefined),
  newObjectId: Id.optional().catch(undefined),
  mergedObjectIds: Ids,
  fromObjectId: Id.optional().catch(undefined),
  toObjectId: Id.optional().catch(undefined),
  fromObjectTypeId: z.string().optional().catch(undefined),
  toObjectTypeId: z.string().optional().catch(undefined),
  associationTypeId: z.coerce.number().optional().catch(undefined),
});
type RawEvent = z.infer<typeof RawEvent>;

/** HubSpot says that it sends at most 100 events at once; a longer list would be lost after its retries, so the size of the body is the limit. */
export const EventList = z.array(z.unknown());

const KINDS = ['creation', 'deletion', 'restore', 'merge', 'propertyChange'];

/** Every record an event names: a merge says so on all of them, whether HubSpot keeps an id or makes a new one. */
export function inboxEntriesOf(event: unknown): ReceivedEntry[] {
  const { success, data } = RawEvent.safeParse(event);
  if (!success) return [];
  const [subject = '', kind = ''] = (data.subscriptionType ?? data.eventType ?? '').split('.');
  if (kind === 'associationChange') return relatedEntries(data);
  const objectType = subject === 'object' ? objectTypeOfId(data.objectTypeId ?? '') : objectTypeOfSingular(subject);
  if (!objectType) return [];
  const isPrivacyDeletion = isPerson(objectType) && kind === 'privacyDeletion';
  if (!(isPrivacyDeletion || KINDS.includes(kind))) return [];
  const isForWriting = kind === 'propertyChange' && TOLD_FOR_WRITING[objectType].includes(data.propertyName ?? '');
  if (kind === 'propertyChange' && !isForWriting && !TOLD_PROPERTIES[objectType].includes(data.propertyName ?? '')) return [];
  const ids = [data.objectId, data.primaryObjectId, data.newObjectId, ...data.mergedObjectIds].filter((id) => id !== undefined);
  return [...new Set(ids)].map((id) => ({
    portalId: data.portalId as PortalId,
    objectType,
    recordId: recordId(id),
    isPrivacyDeletion,
    isForWriting,
    said: saidBy(kind, objectType, data),
  }));
}

/** HubSpot's own types between contacts and companies: primary, without a label, parent and child. */
const RELATED_TYPES: Readonly<Record<number, readonly [ObjectType, ObjectType]>> = {
  1: [PERSON, ORGANISATION],
  279: [PERSON, ORGANISATION],
  2: [ORGANISATION, PERSON],
  280: [ORGANISATION, PERSON],
  13: [ORGANISATION, ORGANISATION],
  14: [ORGANISATION, ORGANISATION],
  3: [DEAL, PERSON],
  4: [PERSON, DEAL],
  5: [DEAL, ORGANISATION],
  341: [DEAL, ORGANISATION],
  6: [ORGANISATION, DEAL],
  342: [ORGANISATION, DEAL],
};

/** Another company for a contact, another parent for a company, another buyer for a deal: nothing else that they are associated with matters. */
function relatedEntries({ portalId, fromObjectId, toObjectId, ...types }: RawEvent): ReceivedEntry[] {
  const [from, to] = RELATED_TYPES[types.associationTypeId ?? 0] ?? [
    objectTypeOfId(types.fromObjectTypeId ?? ''),
    objectTypeOfId(types.toObjectTypeId ?? ''),
  ];
  const ends = [
    { objectType: from, id: fromObjectId },
    { objectType: to, id: toObjectId },
  ];
  return movedOf(ends).flatMap(({ objectType, id }) =>
    objectType && id !== undefined
      ? [{ portalId: portalId as PortalId, objectType, recordId: recordId(id), isPrivacyDeletion: false, isForWriting: true, said: null }]
      : [],
  );
}

interface End {
  objectType: ObjectType | undefined;
  id: string | undefined;
}

function movedOf(ends: readonly End[]): End[] {
  const those = (is: (type: ObjectType) => boolean): End[] => ends.filter(({ objectType }) => objectType && is(objectType));
  const [companies, persons, deals] = [those(isOrganisation), those(isPerson), those(isDeal)];
  if (deals.length === 1) return companies.length + persons.length === 1 ? deals : [];
  if (companies.length === 0) return [];
  return companies.length === 2 ? companies : persons;
}

/** Null: more than the values of properties, so that nothing but the record itself tells. */
function saidBy(kind: string, objectType: ObjectType, { propertyName, propertyValue }: RawEvent): ReceivedEntry['said'] {
  if (kind === 'propertyChange' && propertyName && propertyValue !== undefined) return { [propertyName]: propertyValue };
  return kind === 'creation' && isProduct(objectType) ? {} : null;
}
