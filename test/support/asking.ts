import type { Db } from '../../server/db/index.ts';
import { askFor, type AskedBy } from '../../server/sync/commands/command-rows.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import type { CustomerObjectType } from '../../server/shared/object-types.ts';
import type { WritingWorld } from './writing.ts';

/** Somebody wants this record to be a customer. */
export const askToCreate = (
  db: Db,
  { scope, now }: WritingWorld,
  { objectType, recordId, askedBy }: { objectType: CustomerObjectType; recordId: RecordId; askedBy: AskedBy },
): Promise<string> => askFor(db, { ...scope, name: 'createCustomer', objectType, recordId, askedBy, now });
