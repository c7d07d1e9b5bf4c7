import { useCallback, useEffect, useState } from 'react';
import { useLoaded } from '../common/loaded.ts';

/** A list page by page, with what its table needs to turn them. `load` stays the same function as long as it loads the same list. */
export function usePages<T extends { pageCount: number }>(load: (page: number) => Promise<T>) {
  const [page, setPage] = useState(1);
  const loadPage = useCallback(() => load(page), [load, page]);
  const { state, reload } = useLoaded(loadPage);
  const pageCount = state.status === 'ready' ? state.data.pageCount : 1;
  // The last one of the last page was decided.
  const lastPage = state.status === 'ready' ? Math.max(pageCount, 1) : page;
  useEffect(() => {
    if (page > lastPage) setPage(lastPage);
  }, [page, lastPage]);
  const paging = pageCount > 1 ? ({ paginated: true, page, pageCount, onPageChange: setPage } as const) : {};
  return { state, reload, paging };
}
