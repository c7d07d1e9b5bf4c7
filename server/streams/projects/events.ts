import type { ErpRecordId } from '../../shared/ids.ts';
import { isComparable, isLive, toDate, type EventRules } from '../shared/event-rules.ts';
import { eventOf, type NewEvent } from '../shared/events.ts';
import { partsOf } from './progress.ts';
import type { Project } from './record.ts';
import type { KeptProject } from './store.ts';

interface ProjectChange {
  before: KeptProject | null;
  after: Project;
}

/** The last task of an order is done. One project may serve several orders, so it happens once to each: its id is that of both. */
export function projectEvents(changes: readonly ProjectChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) =>
    partsOf(change.after).flatMap(({ orderId, status }) =>
      status === 'done'
        ? [
            eventOf(
              'project_completed',
              { ...change.after, id: partId(change.after.id, orderId) },
              isCompletionLive(change, orderId, rules),
            ),
          ]
        : [],
    ),
  );
}

const partId = (projectId: ErpRecordId, orderId: ErpRecordId): ErpRecordId => `${projectId}/${orderId}` as ErpRecordId;
/** SQL of the same, of two expressions. */
export const partIdSql = (projectId: string, orderId: string): string => `${projectId} || '/' || ${orderId}`;

/**
 * No ERP dates it: what we did not see happen counts only of a project that did not exist before. What an order has in a project was seen only where it was
 * there before, whatever else stood in the project.
 */
function isCompletionLive({ before, after }: ProjectChange, orderId: ErpRecordId, rules: EventRules): boolean {
  const known = before?.parts.find((part) => part.orderId === orderId);
  const isObserved = isComparable(before, rules) && known !== undefined && known.status !== 'done';
  if (!isObserved && after.createdAt === null) return false;
  return isLive(
    { at: isObserved ? null : toDate(after.createdAt), on: null, notAfter: toDate(after.changedAt), notBefore: null, isObserved },
    rules,
  );
}
