import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { PortalSettings } from '../api/types.ts';
import { failureOf } from '../common/client.ts';
import { TABS, type TabId } from './tabs.ts';
import { useAction } from './useSettings.tsx';

/** Where something is edited. */
interface DraftPlace {
  tab: TabId;
  part: string;
  /** Of what belongs to one. */
  connectionId?: string;
}

interface KeptDraft {
  place: DraftPlace;
  changes: object;
  /** What was saved when the first of these changes was made; null: whatever is saved is this person's own. */
  seen: object | null;
  revision: number;
}

interface Drafts {
  kept: Readonly<Record<string, KeptDraft>>;
  /** Null: nothing is left to be saved. */
  keep: (place: DraftPlace, next: (before: KeptDraft | undefined) => KeptDraft | null) => void;
}

const DraftsContext = createContext<Drafts>({ kept: {}, keep: () => {} });

const keyOf = ({ tab, part, connectionId = '' }: DraftPlace): string => [tab, part, connectionId].join(' ');

/** What people edit outlives the tab on which they do; it ends with the page, of whose end HubSpot tells nobody. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const [kept, setKept] = useState<Drafts['kept']>({});
  const keep = useCallback<Drafts['keep']>((place, next) => {
    setKept((all) => {
      const { [keyOf(place)]: before, ...others } = all;
      const draft = next(before);
      return draft ? { ...others, [keyOf(place)]: draft } : others;
    });
  }, []);
  const drafts = useMemo(() => ({ kept, keep }), [kept, keep]);
  return <DraftsContext.Provider value={drafts}>{children}</DraftsContext.Provider>;
}

/** Tabs with changes that are not saved; those of connections that are gone cannot be saved any more. */
export function useUnsavedTabs(connectionIds: readonly string[]): TabId[] {
  const { kept } = useContext(DraftsContext);
  const places = Object.values(kept).map(({ place }) => place);
  const open = places.filter(({ connectionId }) => connectionId === undefined || connectionIds.includes(connectionId));
  return TABS.filter((tab) => open.some((place) => place.tab === tab));
}

/** Something is edited there and not saved yet. */
export function useIsEdited(place: DraftPlace): boolean {
  return keyOf(place) in useContext(DraftsContext).kept;
}

interface Draft<T> {
  /** What is saved, with the changes not saved yet laid over it. */
  value: T;
  change: (patch: Partial<T>) => void;
  isChanged: boolean;
  changes: Partial<T>;
  /** What was saved of these when they were edited; a save says it, so that what somebody else saved since is not lost. */
  was: Partial<T>;
  /** Somebody else saved one of these since. */
  isOvertaken: boolean;
  /** What is saved was seen, and is written over; null: it is this person's own. */
  goOnFrom: (seen: T | null) => void;
  /** Of what was saved when the first of these changes was made, where what is saved is numbered. */
  revision: number;
  /** Of what this page itself has just saved. */
  setRevision: (revision: number) => void;
  clear: () => void;
}

/** What the parts of the rules page edit. */
export type PortalDraft = Draft<PortalSettings>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Changes a person has made and not saved: a quiet re-read of the page and a look at another tab leave them alone. */
export function useDraft<T extends object>(saved: T, { tab, part, connectionId }: DraftPlace, savedRevision = 0): Draft<T> {
  const { kept, keep } = useContext(DraftsContext);
  const place = useMemo(() => ({ tab, part, ...(connectionId === undefined ? {} : { connectionId }) }), [tab, part, connectionId]);
  const draft = kept[keyOf(place)];
  const changes: Partial<T> = draft?.changes ?? {};
  const seen = (draft?.seen as T | null | undefined) ?? saved;
  const revision = draft?.revision ?? savedRevision;
  const change = (patch: Partial<T>) =>
    keep(place, (before = { place, changes: {}, seen: saved, revision: savedRevision }) => ({
      ...before,
      changes: { ...before.changes, ...patch },
    }));
  const amend = (patch: Partial<KeptDraft>) => keep(place, (before) => (before ? { ...before, ...patch } : null));
  const clear = useCallback(() => keep(place, () => null), [keep, place]);
  const names = Object.keys(changes) as (keyof T)[];
  const was: Partial<T> = {};
  for (const name of names) was[name] = seen[name];
  return {
    value: { ...saved, ...changes },
    change,
    isChanged: names.length > 0,
    changes,
    was,
    isOvertaken: names.some((name) => !isSame(seen[name], saved[name])),
    goOnFrom: (next) => amend({ seen: next }),
    revision,
    setRevision: (next) => amend({ revision: next }),
    clear,
  };
}

/** Saves a draft over what was seen of it; who is overtaken is told, and saves over it only by saying so. */
export function useSave<T extends object>(saved: T, draft: Draft<T>, changed: () => Promise<unknown>) {
  const { run, isRunning, failure } = useAction();
  const save = async (write: (was: Partial<T>) => Promise<unknown>, success: string, was = draft.was) => {
    let isOld = false;
    const isDone = await run(
      () =>
        write(was).catch((error: unknown) => {
          isOld = failureOf(error).code === 'settings.changed_meanwhile';
          throw error;
        }),
      success,
    );
    // What was saved just now is nobody else's.
    if (isDone) draft.goOnFrom(null);
    if (isDone || isOld) await changed();
    if (isDone) draft.clear();
  };
  const saveOver = async (write: (was: Partial<T>) => Promise<unknown>, success: string) => {
    draft.goOnFrom(saved);
    const now = Object.fromEntries(Object.keys(draft.changes).map((name) => [name, saved[name as keyof T]])) as Partial<T>;
    await save(write, success, now);
  };
  return { save, saveOver, isRunning, failure: draft.isOvertaken && failure?.code === 'settings.changed_meanwhile' ? null : failure };
}
