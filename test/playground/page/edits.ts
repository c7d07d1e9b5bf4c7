import type { OnRecord } from './extension-api.ts';

const edits = new EventTarget();
const nameOf = ({ type, id }: OnRecord): string => `${type} ${id}`;

/** What a person saved on this page, for the extensions of the record. */
export const tellEdit = (record: OnRecord): boolean => edits.dispatchEvent(new Event(nameOf(record)));

/** Until `over`. */
export const onEdit = (record: OnRecord, over: AbortSignal, told: () => void): void =>
  edits.addEventListener(nameOf(record), told, { signal: over });
