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

/** No ERP dates it: what we did not see happen counts only of a project that did not exist before. */
function isCompletionLive({ before, after }: ProjectChange, orderId: ErpRecordId, rules: EventRules): boolean {
  const wasDone = before?.parts.some((part) => part.orderId === orderId && part.status === 'done') ?? false;
  const isObserved = isComparable(before, rules) && !wasDone;
  if (!isObserved && after.createdAt === null) return false;
  return isLive(
    { at: isObserved ? null : toDate(after.createdAt), on: null, notAfter: toDate(after.changedAt), notBefore: null, isObserved },
    rules,
  );
}
