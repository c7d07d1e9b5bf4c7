import type { FieldEditor } from './customers.ts';

/** Which changes are shown. */
export interface ChangeFilter {
  /** Instants; `until` itself is out. */
  from: string | null;
  until: string | null;
  /** Who edited the value on either side; of people also those who decided it, or took it back. */
  editedBy: FieldEditor['kind'] | null;
}

/**
 * Changes one by one, or all that the filter shows, or what the rules did to the first few since an instant: none after `upTo`, the newest of those
 * that were counted.
 */
export type UndoneChanges =
  { changeIds: string[] } | { filter: ChangeFilter; upTo: string | null } | { trialSince: string; upTo: string | null };

/** POST /settings/customers/undo-many — how many are, or would be, taken back. */
export interface UndoCount {
  taken: number;
  /** Written over since, taken back already, or no longer written by the rules; from then on the list says so. */
  refused: number;
  upTo: string | null;
  /** There are more than are taken back at once. */
  hasMore: boolean;
}
