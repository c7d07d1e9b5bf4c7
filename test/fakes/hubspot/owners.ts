import type { Person } from './types.ts';

/** What `hubspot_owner_id` of a record says: not the user's id. */
export const ownerIdOf = ({ userId }: Pick<Person, 'userId'>): string => String(1_000_000 + userId);
