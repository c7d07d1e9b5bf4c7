import { useCallback, useEffect, useRef, useState } from 'react';
import { failureOf, type Failure } from './client.ts';

export type Loaded<T> =
  | { status: 'loading' }
  | { status: 'failed'; failure: Failure }
  /** `failure`: the newest attempt failed, what is shown is older. `isLoading`: newer is on its way. */
  | { status: 'ready'; data: T; failure: Failure | null; isLoading: boolean };

/** Loads at once and whenever `load` changes (keep it stable); what is there stays on the screen until newer has arrived. */
export function useLoaded<T>(load: () => Promise<T>): { state: Loaded<T>; reload: () => Promise<T | null> } {
  const [state, setState] = useState<Loaded<T>>({ status: 'loading' });
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const attempt = ++newest.current;
    try {
      const data = await load();
      if (attempt !== newest.current) return null;
      setState((before) => withData(before, data));
      return data;
    } catch (error) {
      if (attempt !== newest.current) return null;
      setState((before) => withFailure(before, failureOf(error)));
      return null;
    }
  }, [load]);
  useEffect(() => {
    setState((before) => (before.status === 'ready' ? { ...before, isLoading: true } : { status: 'loading' }));
    void reload();
    // An answer that arrives after the card was closed changes nothing.
    return () => void newest.current++;
  }, [reload]);
  return { state, reload };
}

/** An equal answer keeps its identity, so that a quiet re-read renders nothing and starts nothing. */
function withData<T>(before: Loaded<T>, data: T): Loaded<T> {
  const fresh: Loaded<T> = { status: 'ready', data, failure: null, isLoading: false };
  if (before.status !== 'ready' || JSON.stringify(before.data) !== JSON.stringify(data)) return fresh;
  return before.failure === null && !before.isLoading ? before : { ...fresh, data: before.data };
}

function withFailure<T>(before: Loaded<T>, failure: Failure): Loaded<T> {
  return before.status === 'ready' ? { ...before, failure, isLoading: false } : { status: 'failed', failure };
}
