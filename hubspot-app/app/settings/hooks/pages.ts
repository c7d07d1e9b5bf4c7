import { useCallback, useEffect, useRef, useState } from 'react';
import { useLoaded } from '../common/loaded.ts';
import { useEvery } from '../common/timers.ts';
import { useSettings } from './useSettings.tsx';

/** Counts are read more often than lists. */
const LIST_FACTOR = 3;

/** A list whose pages each tell where the next one begins: rows that come in front move none of those behind. */
export function usePagesByPlace<T extends { next: string | null }>(
  load: (after: string | null) => Promise<T>,
  rowsOf: (list: T) => unknown[],
  counts: object,
) {
  const places = useRef<(string | null)[]>([null]);
  const loadPage = useCallback(
    async (page: number) => {
      const list = await load(places.current[page - 1] ?? null);
      places.current[page] = list.next;
      const isEmpty = rowsOf(list).length === 0;
      return { ...list, pageCount: list.next !== null ? page + 1 : isEmpty ? Math.max(1, page - 1) : page };
    },
    [load, rowsOf],
  );
  return usePages(loadPage, counts);
}

/**
 * A list page by page, with what its table needs to turn them. `load` stays the same function as long as it loads the same list. `counts`: what stands
 * beside the list and was read by itself; the list is read again as soon as that has changed, so that neither contradicts the other.
 */
export function usePages<T extends { pageCount: number }>(load: (page: number) => Promise<T>, counts: object) {
  const { refreshSeconds } = useSettings();
  const [page, setPage] = useState(1);
  const loadPage = useCallback(() => load(page), [load, page]);
  const { state, reload } = useLoaded(loadPage);
  useEvery(refreshSeconds * LIST_FACTOR, reload);
  const counted = JSON.stringify(counts);
  const readWith = useRef(counted);
  useEffect(() => {
    if (readWith.current === counted) return;
    readWith.current = counted;
    void reload();
  }, [counted, reload]);
  const pageCount = state.status === 'ready' ? state.data.pageCount : 1;
  // The last one of the last page was decided.
  const lastPage = state.status === 'ready' ? Math.max(pageCount, 1) : page;
  useEffect(() => {
    if (page > lastPage) setPage(lastPage);
  }, [page, lastPage]);
  const paging = pageCount > 1 ? ({ paginated: true, page, pageCount, onPageChange: setPage } as const) : {};
  return { state, reload, paging };
}
