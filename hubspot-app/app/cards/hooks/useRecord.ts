import { useCallback, useEffect, useRef, useState } from 'react';
import type { RecordView, RefreshAnswer } from '../api/types.ts';
import { failureOf, type Failure } from '../common/client.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { sleep, useEvery } from '../common/timers.ts';
import { useCard } from './useCard.tsx';

export interface RecordData {
  state: Loaded<RecordView>;
  reload: () => Promise<RecordView | null>;
  refresh: Refresh;
  /** How often somebody has edited the record since the card opened. */
  edits: number;
}
export interface Refresh {
  start: () => Promise<void>;
  /** `late`: the ERP has not answered for half a minute; what it says will still appear. */
  phase: 'idle' | 'running' | 'late';
  failure: Failure | null;
  /** ERPs that are not asked now, because they did not answer well a moment ago. */
  waiting: RefreshAnswer['waiting'];
}

/** What the record carries: read at once, then quietly again while the card is open and whenever somebody edits the record. */
export function useRecord(): RecordData {
  const { api, actions, refreshSeconds } = useCard();
  const isOpened = useRef(false);
  const load = useCallback(() => {
    const opened = !isOpened.current;
    isOpened.current = true;
    return api.record(opened);
  }, [api]);
  const { state, reload } = useLoaded(load);
  useEvery(refreshSeconds, reload);
  const [edits, setEdits] = useState(0);
  useEffect(() => {
    actions.onCrmPropertiesUpdate('*', () => {
      setEdits((count) => count + 1);
      void reload();
    });
  }, [actions, reload]);
  const refresh = useRefresh(state.status === 'ready' ? state.data : null, reload);
  return { state, reload, refresh, edits };
}

const MOST_LOOKS = 30;

/** Asks the ERP now and looks until the mirror has moved and come to rest. */
function useRefresh(view: RecordView | null, reload: RecordData['reload']): Refresh {
  const { api, watchSeconds } = useCard();
  const [phase, setPhase] = useState<Refresh['phase']>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState<Refresh['waiting']>([]);
  const isOpen = useIsOpen();
  const start = useCallback(async () => {
    setPhase('running');
    setFailure(null);
    setWaiting([]);
    try {
      const answer = await api.refresh();
      setWaiting(answer.waiting);
      if (!answer.accepted) return setPhase('idle');
    } catch (error) {
      setFailure(failureOf(error));
      return setPhase('idle');
    }
    const before = freshnessOf(view);
    let previous = before;
    for (let look = 0; look < MOST_LOOKS && isOpen.current; look++) {
      await sleep(watchSeconds * 1000);
      const current = freshnessOf(await reload());
      // The streams are read one after the other: the first that moves is not yet the last.
      if (current !== before && current !== '' && current === previous) return setPhase('idle');
      if (current !== '') previous = current;
    }
    if (isOpen.current) setPhase('late');
  }, [api, view, reload, watchSeconds, isOpen]);
  return { start, phase, failure, waiting };
}

/** When each ERP was last read, or since when it does not answer. */
function freshnessOf(view: RecordView | null): string {
  if (!view || !('connections' in view)) return '';
  return view.connections.map(({ id, asOf, trouble }) => `${id} ${asOf} ${trouble?.since}`).join('|');
}

function useIsOpen() {
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => void (isOpen.current = false);
  }, []);
  return isOpen;
}
